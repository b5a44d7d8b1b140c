/**
 * One request for a file, or for the rest of one. It ends in bytes or in an AttemptError that says what
 * the server did; what to do about it is decided by `download`.
 */
import { DatasetStorageError } from "../errors.js";
import { chunksOf } from "../streams.js";

/** One attempt that failed. */
export class AttemptError extends Error {
  readonly status: number | undefined;
  /** The same address would answer the same again. */
  readonly final: boolean;
  /** What has come so far is of no use. */
  readonly spoiled: boolean;
  /** How long the server asks to wait before the next request, milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    details: {
      readonly status?: number;
      readonly final?: boolean;
      readonly spoiled?: boolean;
      readonly retryAfter?: number | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.status = details.status;
    this.final = details.final ?? false;
    this.spoiled = details.spoiled ?? false;
    this.retryAfter = details.retryAfter;
  }
}

/** Whether a request for `from` may be answered by `to`, after redirects. */
export type RedirectPolicy = (from: URL, to: URL) => boolean;

/** Never from an encrypted address to a plain one. */
export const noDowngrade: RedirectPolicy = (from, to) =>
  !(from.protocol === "https:" && to.protocol === "http:");

export interface FileRequest {
  readonly url: string;
  /** Of the whole file. */
  readonly bytes: number;
  /** Where to begin. */
  readonly offset: number;
  /** Only if the file is still the one of this tag; otherwise from the beginning. */
  readonly etag: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds without a byte. */
  readonly stallTimeout: number;
  readonly mayRedirect: RedirectPolicy;
}

export interface FileResponse {
  /** The offset that was asked for, or 0 when the server sends the whole file. */
  readonly offset: number;
  readonly etag: string | undefined;
  /** Exactly the bytes from `offset` to the end, or an error. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** For who does not ask for the bytes. */
  cancel(): Promise<void>;
}

/** @throws AttemptError, also from `chunks` */
export async function requestFile(request: FileRequest): Promise<FileResponse> {
  const watch = watchdog(request.stallTimeout, request.signal);
  try {
    const response = await fetch(request.url, { headers: headersOf(request), signal: watch.signal });
    const offset = await checkedOffset(response, request);
    const etag = response.headers.get("etag") ?? undefined;
    return {
      offset,
      etag,
      chunks: received(response, offset, request, watch),
      async cancel() {
        watch.stop();
        await response.body!.cancel();
      },
    };
  } catch (error) {
    watch.stop();
    throw attemptError(error);
  }
}

function headersOf({ offset, etag }: FileRequest): Record<string, string> {
  return {
    // A server that packs a file which is packed already would send other bytes than the published ones.
    "accept-encoding": "identity",
    ...(offset > 0 && { range: `bytes=${offset}-` }),
    // Weak tags do not promise equal bytes.
    ...(offset > 0 && etag !== undefined && !etag.startsWith("W/") && { "if-range": etag }),
  };
}

/** Where the body begins, unless it is not what was asked for. */
async function checkedOffset(response: Response, request: FileRequest): Promise<number> {
  const problem = problemOf(response, request);
  if (problem === undefined) return response.status === 206 ? request.offset : 0;
  await response.body?.cancel();
  throw problem;
}

function problemOf(response: Response, request: FileRequest): AttemptError | undefined {
  const { status, headers, url } = response;
  if (url !== "" && !request.mayRedirect(new URL(request.url), new URL(url))) {
    const message = `the server redirects to ${url}, which is not as safe`;
    return new AttemptError(message, { status, final: true });
  }
  if (status === 416) {
    return new AttemptError("the server has no more bytes than we have", { status, spoiled: true });
  }
  if (!response.ok || response.body === null) return statusError(response);
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
  if (status === 206 && Number(range?.[1]) !== request.offset) {
    const message = `expected the bytes from ${request.offset} on, received ${headers.get("content-range")}`;
    return new AttemptError(message, { status, spoiled: true });
  }
  const announced = status === 206 ? range?.[2] : plainLength(headers);
  if (announced !== undefined && announced !== "*" && Number(announced) !== request.bytes) {
    const message = `expected ${request.bytes} bytes, the server announces ${announced}${kindOf(headers)}`;
    return new AttemptError(message, { status, spoiled: status === 206 });
  }
  return undefined;
}

/** A server that is busy may answer otherwise later. */
export function statusError({ status, headers }: Response): AttemptError {
  const busy = status === 408 || status === 425 || status === 429 || status >= 500;
  const retryAfter = retryAfterOf(headers.get("retry-after"));
  return new AttemptError(`the server answered ${status}`, { status, final: !busy, retryAfter });
}

/** The length that a server announces, unless it packs the body on the way. */
const plainLength = (headers: Headers): string | undefined =>
  headers.has("content-encoding") ? undefined : (headers.get("content-length") ?? undefined);

const kindOf = (headers: Headers): string =>
  headers.get("content-type")?.startsWith("text/html") ? " of a web page (text/html)" : "";

async function* received(
  response: Response,
  offset: number,
  { bytes }: FileRequest,
  watch: Watchdog,
): AsyncGenerator<Uint8Array> {
  const { status, headers } = response;
  let total = offset;
  try {
    for await (const chunk of chunksOf(response.body!)) {
      watch.pat();
      total += chunk.length;
      if (total > bytes) {
        throw new AttemptError(`expected ${bytes} bytes, received more`, { status, spoiled: true });
      }
      yield chunk;
    }
    if (total < bytes) {
      const message = `expected ${bytes} bytes, received ${total}${kindOf(headers)}`;
      throw new AttemptError(message, { status, spoiled: kindOf(headers) !== "" });
    }
  } catch (error) {
    throw attemptError(error);
  } finally {
    watch.stop();
  }
}

interface Watchdog {
  readonly signal: AbortSignal;
  /** There was a sign of life. */
  pat(): void;
  stop(): void;
}

function watchdog(timeout: number, signal: AbortSignal | undefined): Watchdog {
  const stalled = new AbortController();
  const start = () => setTimeout(() => stalled.abort(new Error(`no data for ${timeout / 1000} s`)), timeout);
  let timer = start();
  return {
    signal: signal === undefined ? stalled.signal : AbortSignal.any([stalled.signal, signal]),
    pat() {
      clearTimeout(timer);
      timer = start();
    },
    stop: () => clearTimeout(timer),
  };
}

/** Seconds or a date, in milliseconds from now. */
function retryAfterOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const milliseconds = /^\d+$/.test(header) ? 1000 * Number(header) : Date.parse(header) - Date.now();
  return milliseconds > 0 ? milliseconds : undefined;
}

export function attemptError(error: unknown): Error {
  if (error instanceof AttemptError || error instanceof DatasetStorageError) return error;
  return new AttemptError(networkReason(error), { cause: error });
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
