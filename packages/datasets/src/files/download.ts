/**
 * Fetches one file into a store: its addresses in order, several rounds, from where the last attempt ended.
 * What this file does not know: what is said over HTTP, how pieces are kept, which files a data set has.
 */
import { createSha256 } from "#sha256";
import { DatasetDownloadError, type PublishedFile, type RemoteFile } from "../errors.js";
import type { FileStore } from "./file-store.js";
import { AttemptError, noDowngrade, type RedirectPolicy, requestFile } from "./http-request.js";
import { checkFile } from "./intact.js";
import { openPieces, type Pieces } from "./pieces.js";
import { askedOf } from "./published-facts.js";
import { transferRate } from "./transfer-rate.js";

export interface DownloadProgress {
  /** Id of the data set, or of what else the file is. */
  readonly dataset: string;
  readonly file: string;
  readonly url: string;
  /** With those of an earlier attempt that is continued. */
  readonly receivedBytes: number;
  /** 0 as long as nobody has said. */
  readonly totalBytes: number;
  /** Over the last five seconds; absent before anything has come. */
  readonly bytesPerSecond?: number;
  /** Something that the user should know: an attempt failed, a damaged file is fetched again. */
  readonly note?: string;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: DownloadProgress) => void) | undefined;
  /** How often the list of addresses is gone through without getting further. Default 3. */
  readonly rounds?: number;
  /**
   * Wait before the second round; twice as long before each next one, and as long as a server asks for
   * (Retry-After), up to a minute. Milliseconds, default 500.
   */
  readonly backoff?: number;
  /** An attempt is given up after this long without a byte. Milliseconds, default 30,000. */
  readonly stallTimeout?: number;
  /** Default: an encrypted address is not left for a plain one. */
  readonly mayRedirect?: RedirectPolicy;
}

const LONGEST_WAIT = 60_000;
/** A round that gained this many bytes does not count. */
const PROGRESS = 2 ** 20;

/**
 * Downloads a file into the store under its own name, or under `as`. Who asks for a file that somebody else
 * is downloading waits for it.
 *
 * @throws DatasetDownloadError when every address failed
 * @throws DatasetStorageError when the file cannot be stored
 * @throws the signal's reason when it is aborted
 */
export async function download(
  dataset: string,
  file: PublishedFile,
  store: FileStore,
  options: DownloadOptions = {},
  as = file.name,
): Promise<void> {
  const { signal, onProgress } = options;
  let totalBytes = file.bytes ?? 0;
  const report: Report = (url, receivedBytes, more) =>
    onProgress?.({ dataset, file: file.name, url, receivedBytes, totalBytes, ...more });
  let waited = false;
  const onWait = () => {
    waited = true;
    report(file.urls[0] ?? "", 0, { note: `${file.name}: another program is fetching it; waiting for it` });
  };
  await store.exclusively(
    as,
    async () => {
      // It may have come since it was found missing, also from a program that was done before this one had to wait.
      const isKnown = waited || file.sha256 !== undefined;
      if (isKnown && (await checkFile(store, as, file)) === "intact") return;
      const pieces = await openPieces(store, as);
      await inRounds(file, store, pieces, options, report, async (url) => {
        const remote = await askedOf(url, file, options);
        totalBytes = remote.bytes;
        if (pieces.bytes > remote.bytes) await pieces.remove();
        await fetchRest(url, remote, pieces, options, report);
        await putTogether(remote, store, pieces, as);
      });
    },
    { signal, onWait },
  );
}

type Report = (
  url: string,
  receivedBytes: number,
  more?: Pick<DownloadProgress, "note" | "bytesPerSecond">,
) => void;

/** Tries the addresses until one works or all have failed too often. */
async function inRounds(
  file: PublishedFile,
  store: FileStore,
  pieces: Pieces,
  { signal, rounds = 3, backoff = 500 }: DownloadOptions,
  report: Report,
  attempt: (url: string) => Promise<void>,
): Promise<void> {
  const failures: string[] = [];
  let urls = file.urls;
  let last: AttemptError | undefined;
  let wait = 0;
  for (let round = 0; round < rounds && urls.length > 0; ) {
    if (failures.length > 0) await pause(Math.min(LONGEST_WAIT, wait), signal);
    const worthRetrying: string[] = [];
    const before = pieces.bytes;
    wait = backoff * 2 ** round;
    for (const url of urls) {
      try {
        return await attempt(url);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof AttemptError)) throw error;
        last = error;
        failures.push(`${url}: ${error.message}`);
        if (error.spoiled) await pieces.remove();
        report(url, pieces.bytes, { note: `${error.message}; trying again or elsewhere` });
        if (!error.final) worthRetrying.push(url);
        wait = Math.max(wait, error.retryAfter ?? 0);
      }
    }
    urls = worthRetrying;
    if (pieces.bytes < before + PROGRESS) round++;
  }
  throw new DatasetDownloadError(file.name, file.urls, last?.status, failures, store.location, {
    cause: last,
  });
}

/** What is noted beside the pieces: where the first of them came from. */
interface Origin {
  readonly url: string;
  readonly etag?: string | undefined;
}

async function fetchRest(
  url: string,
  file: RemoteFile,
  pieces: Pieces,
  { signal, stallTimeout = 30_000, mayRedirect = noDowngrade }: DownloadOptions,
  report: Report,
): Promise<void> {
  const offset = pieces.bytes;
  report(url, offset);
  if (offset === file.bytes) return;
  const origin = originOf(pieces.note);
  // Another server tags the same bytes in another way; the digest of the whole tells.
  const etag = origin?.url === url ? origin.etag : undefined;
  const { bytes } = file;
  const response = await requestFile({ url, bytes, offset, etag, signal, stallTimeout, mayRedirect });
  if (response.offset === 0) {
    const begun: Origin = { url, etag: response.etag };
    await pieces.restart(JSON.stringify(begun)).catch(async (error) => {
      await response.cancel();
      throw error;
    });
  }
  const rate = transferRate();
  let received = response.offset;
  async function* reported() {
    for await (const chunk of response.chunks) {
      received += chunk.length;
      rate.add(chunk.length);
      const bytesPerSecond = rate.perSecond();
      report(url, received, bytesPerSecond === undefined ? {} : { bytesPerSecond });
      yield chunk;
    }
  }
  await pieces.append(reported());
}

/** A note that a killed program has left half-written, or another version, is no note. */
function originOf(note: string): Origin | undefined {
  try {
    const origin: Partial<Origin> | null = JSON.parse(note);
    return typeof origin?.url === "string" ? (origin as Origin) : undefined;
  } catch {
    return undefined;
  }
}

/** Makes the pieces the file, if they are what was published. */
async function putTogether(file: RemoteFile, store: FileStore, pieces: Pieces, as: string): Promise<void> {
  await store.write(as, verified(pieces.chunks(), file));
  await pieces.remove();
}

async function* verified(
  chunks: AsyncIterable<Uint8Array>,
  { sha256 }: RemoteFile,
): AsyncGenerator<Uint8Array> {
  const hash = createSha256();
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  const digest = await hash.digest();
  if (!digest.startsWith(sha256)) {
    throw new AttemptError(
      `expected SHA-256 ${sha256}${sha256.length < digest.length ? "…" : ""}, received ${digest}`,
      { spoiled: true },
    );
  }
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
