/**
 * Fetches one file into a store: its addresses in order, several rounds, each attempt checked for size
 * and SHA-256 while it streams. What this file does not know: which files a data set has, or the cache.
 */
import { createSha256 } from "#sha256";
import { DatasetDownloadError, DatasetStorageError, type RemoteFile } from "../errors.js";
import type { FileStore } from "./file-store.js";

export interface DownloadProgress {
  /** Id of the data set. */
  readonly dataset: string;
  readonly file: string;
  readonly url: string;
  readonly receivedBytes: number;
  readonly totalBytes: number;
  /** Something that the user should know: an attempt failed, a damaged file is fetched again. */
  readonly note?: string;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: DownloadProgress) => void) | undefined;
  /** How often the list of addresses is gone through. Default 3. */
  readonly rounds?: number;
  /** Wait before the second round; twice as long before each next one. Milliseconds, default 500. */
  readonly backoff?: number;
  /** An attempt is given up after this long without a byte. Milliseconds, default 30,000. */
  readonly stallTimeout?: number;
}

/** One attempt that failed. `final`: the same address would answer the same again. */
class AttemptError extends Error {
  constructor(
    message: string,
    readonly status?: number,
    readonly final = false,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Downloads a file into the store under its own name, or under `as`.
 *
 * @throws DatasetDownloadError when every address failed
 * @throws DatasetStorageError when the file cannot be stored
 * @throws the signal's reason when it is aborted
 */
export async function download(
  dataset: string,
  file: RemoteFile,
  store: FileStore,
  options: DownloadOptions = {},
  as = file.name,
): Promise<void> {
  const { signal, onProgress, rounds = 3, backoff = 500, stallTimeout = 30_000 } = options;
  const report = (url: string, receivedBytes: number, note?: string) =>
    onProgress?.({
      dataset,
      file: file.name,
      url,
      receivedBytes,
      totalBytes: file.bytes,
      ...(note && { note }),
    });
  const attempts: string[] = [];
  let urls = file.urls;
  let last: AttemptError | undefined;
  for (let round = 0; round < rounds && urls.length > 0; round++) {
    if (round > 0) await pause(backoff * 2 ** (round - 1), signal);
    const worthRetrying: string[] = [];
    for (const url of urls) {
      try {
        await store.write(
          as,
          verified(url, file, signal, stallTimeout, (bytes) => report(url, bytes)),
        );
        return;
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof AttemptError)) throw error;
        last = error;
        attempts.push(`${url}: ${error.message}`);
        report(url, 0, `${error.message}; trying again or elsewhere`);
        if (!error.final) worthRetrying.push(url);
      }
    }
    urls = worthRetrying;
  }
  throw new DatasetDownloadError(file.name, file.urls, last?.status, attempts, store.location, {
    cause: last,
  });
}

/** The bytes of a response as they come. Ends with an error unless size and digest are right. */
async function* verified(
  url: string,
  file: RemoteFile,
  signal: AbortSignal | undefined,
  stallTimeout: number,
  onBytes: (received: number) => void,
): AsyncGenerator<Uint8Array> {
  const stalled = new AbortController();
  const giveUp = () => stalled.abort(new Error(`no data for ${stallTimeout / 1000} s`));
  let timer = setTimeout(giveUp, stallTimeout);
  const signals = signal === undefined ? [stalled.signal] : [stalled.signal, signal];
  const hash = createSha256();
  let received = 0;
  onBytes(0);
  try {
    const response = await fetch(url, { signal: AbortSignal.any(signals) });
    if (!response.ok || response.body === null) {
      const busy = response.status === 408 || response.status === 429 || response.status >= 500;
      await response.body?.cancel();
      throw new AttemptError(`the server answered ${response.status}`, response.status, !busy);
    }
    for await (const chunk of chunksOf(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, stallTimeout);
      received += chunk.length;
      if (received > file.bytes) {
        throw new AttemptError(`expected ${file.bytes} bytes, received more`, response.status);
      }
      hash.update(chunk);
      onBytes(received);
      yield chunk;
    }
    if (received < file.bytes) {
      throw new AttemptError(`expected ${file.bytes} bytes, received ${received}`, response.status);
    }
    const digest = await hash.digest();
    if (digest !== file.sha256) {
      throw new AttemptError(`expected SHA-256 ${file.sha256}, received ${digest}`, response.status);
    }
  } catch (error) {
    if (error instanceof AttemptError || error instanceof DatasetStorageError) throw error;
    throw new AttemptError(networkReason(error), undefined, false, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Not every browser can iterate over a stream. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

/** "fetch failed" says nothing; the reason is in the causes. */
function networkReason(error: unknown): string {
  const messages: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = "code" in at && typeof at.code === "string" ? at.code : undefined;
    messages.push(at.message || code || at.name);
  }
  return messages.length === 0 ? String(error) : messages.join(": ");
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
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
