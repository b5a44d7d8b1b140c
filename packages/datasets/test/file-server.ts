// A server on this machine that gives one file as a good server does, or worse.
import type { IncomingMessage, ServerResponse } from "node:http";
import { serve } from "./helpers.js";

export interface FileServer {
  readonly url: string;
  /** `Range` and `If-Range` of every request, in order. */
  readonly ranges: readonly (string | undefined)[][];
  /** For the download: breaks a `broken` connection when all of its bytes have been taken. */
  readonly onProgress: (event: { readonly receivedBytes: number }) => void;
}

/** @param breakAt breaks the connection when the client has this many bytes of the file */
export type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  breakAt: (bytes: number) => void,
) => void;

/** Answers the requests in turn, and the last way from then on. */
export async function fileServer(...answers: Answer[]): Promise<FileServer> {
  const ranges: (string | undefined)[][] = [];
  let breaking: { readonly bytes: number; readonly response: ServerResponse } | undefined;
  const { url } = await serve((request, response) => {
    const { range, "if-range": ifRange } = request.headers;
    ranges.push([range, typeof ifRange === "string" ? ifRange : undefined]);
    answers[Math.min(ranges.length, answers.length) - 1]!(request, response, (bytes) => {
      breaking = { bytes, response };
    });
  });
  return {
    url: `${url}/a.bin`,
    ranges,
    onProgress({ receivedBytes }) {
      // A client that has not taken what has come loses it with the connection.
      if (breaking === undefined || receivedBytes < breaking.bytes) return;
      breaking.response.destroy();
      breaking = undefined;
    },
  };
}

/** Gives the file, or the rest that is asked for while the tag is the same. */
export const whole =
  (content: Uint8Array, etag = '"one"'): Answer =>
  (request, response) => {
    const start = rangeStart(request, etag);
    response.setHeader("etag", etag);
    if (start === 0) response.writeHead(200, { "content-length": content.length }).end(content);
    else response.writeHead(206, rangeHeaders(start, content)).end(content.subarray(start));
  };

/** The same, but the connection breaks when the client has `bytes` more bytes (see `onProgress`). */
export const broken =
  (content: Uint8Array, bytes: number, etag = '"one"'): Answer =>
  (request, response, breakAt) => {
    const start = rangeStart(request, etag);
    breakAt(start + bytes);
    response.setHeader("etag", etag);
    if (start === 0) response.writeHead(200, { "content-length": content.length });
    else response.writeHead(206, rangeHeaders(start, content));
    response.write(content.subarray(start, start + bytes));
  };

/** Gives the whole file, whatever is asked for. */
export const ignoringRange =
  (content: Uint8Array): Answer =>
  (_, response) =>
    response.writeHead(200, { "content-length": content.length }).end(content);

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(code, headers).end();

function rangeStart({ headers }: IncomingMessage, etag: string): number {
  const asked = /^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1];
  const changed = headers["if-range"] !== undefined && headers["if-range"] !== etag;
  return asked === undefined || changed ? 0 : Number(asked);
}

const rangeHeaders = (start: number, { length }: Uint8Array) => ({
  "content-length": length - start,
  "content-range": `bytes ${start}-${length - 1}/${length}`,
});
