/** What a server says of a file before it is fetched, where it is not known beforehand. */
import type { PublishedFile, RemoteFile } from "../errors.js";
import type { DownloadOptions } from "./download.js";
import { AttemptError, attemptError, statusError } from "./http-request.js";

/**
 * The file as `url` has it: with all of its bytes, and as much of its digest as anybody says ("" when nobody does).
 *
 * @throws AttemptError when its size cannot be found out, or its digest is another one
 */
export async function askedOf(
  url: string,
  file: PublishedFile,
  options: DownloadOptions,
): Promise<RemoteFile> {
  const { bytes, sha256 = "" } = file;
  if (bytes !== undefined) return { ...file, bytes, sha256 };
  // A hub that shows no pointers, to a page from elsewhere perhaps, still gives the file.
  const pointer = await pointerOf(url, options).catch((error: unknown) => {
    options.signal?.throwIfAborted();
    if (!(error instanceof AttemptError)) throw error;
  });
  if (!pointer) return { ...file, bytes: await announcedBytes(url, options), sha256 };
  if (pointer.sha256.startsWith(sha256)) return { ...file, ...pointer };
  const message = `expected SHA-256 ${sha256}…, the server says ${pointer.sha256}`;
  throw new AttemptError(message, { final: true });
}

/** Larger is no pointer. */
const LARGEST_POINTER = 1024;

/**
 * Hugging Face's hub keeps large files apart: in the repository there is a pointer in their place, a text with size and
 * digest (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md). `resolve` in an address follows it, `raw` shows it.
 */
async function pointerOf(
  url: string,
  options: DownloadOptions,
): Promise<Pick<RemoteFile, "bytes" | "sha256"> | undefined> {
  const raw = url.replace("/resolve/", "/raw/");
  if (raw === url) return undefined;
  const response = await asked(raw, options);
  if (Number(response.headers.get("content-length")) > LARGEST_POINTER) {
    await response.body?.cancel();
    return undefined;
  }
  const text = (await response.text().catch(rethrown)).slice(0, LARGEST_POINTER);
  const sha256 = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
  const size = /^size (\d{1,15})$/m.exec(text)?.[1];
  return sha256 === undefined || size === undefined ? undefined : { bytes: Number(size), sha256 };
}

/** Asked as the file itself is: not every server that gives a file answers HEAD. */
async function announcedBytes(url: string, options: DownloadOptions): Promise<number> {
  const { headers, body } = await asked(url, options);
  await body?.cancel();
  const length = headers.get("content-length");
  if (length !== null && Number(length) > 0) return Number(length);
  throw new AttemptError("the server does not say how many bytes the file has", { final: true });
}

async function asked(url: string, { signal, stallTimeout = 30_000 }: DownloadOptions): Promise<Response> {
  const patience = AbortSignal.timeout(stallTimeout);
  const response = await fetch(url, {
    headers: { "accept-encoding": "identity" },
    signal: signal === undefined ? patience : AbortSignal.any([patience, signal]),
  }).catch(rethrown);
  if (response.ok) return response;
  await response.body?.cancel();
  throw statusError(response);
}

const rethrown = (error: unknown): never => {
  throw attemptError(error);
};
