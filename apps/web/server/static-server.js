// Serves the built page. It exists for one reason: the headers that isolate a page from other origins, without
// which a browser gives it no shared memory, and WebAssembly no threads.
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { ISOLATION_HEADERS } from "./isolation.js";

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

/**
 * @param {{ root: string, headers?: Readonly<Record<string, string>> }} options
 *   `root`: the folder to serve; `headers` of every answer, default ISOLATION_HEADERS
 * @returns {import("node:http").Server} not listening yet
 */
export function staticServer({ root, headers = ISOLATION_HEADERS }) {
  return createServer(async (request, response) => {
    /** @type {(status: number, text: string) => void} */
    const answer = (status, text) => {
      response.writeHead(status, { ...headers, "Content-Type": "text/plain" }).end(text);
    };
    if (request.method !== "GET" && request.method !== "HEAD") {
      answer(405, "Only GET and HEAD are served here.\n");
      return;
    }
    const file = await fileFor(root, request.url ?? "/");
    if (file === undefined) {
      answer(404, "There is no such file here.\n");
      return;
    }
    const type = TYPES[extname(file.path)] ?? "application/octet-stream";
    // Names of built files carry a digest of their content; the page itself does not.
    const cache = /-[\w-]{8}\.\w+$/.test(file.path) ? "public, max-age=31536000, immutable" : "no-cache";
    response.writeHead(200, {
      ...headers,
      "Content-Type": type,
      "Content-Length": file.size,
      "Cache-Control": cache,
      "X-Content-Type-Options": "nosniff",
    });
    if (request.method === "HEAD") response.end();
    else
      createReadStream(file.path)
        .on("error", (error) => response.destroy(error))
        .pipe(response);
  });
}

/**
 * The file inside of `root`, or undefined: also for addresses that lead out of it.
 *
 * @param {string} root
 * @param {string} address
 */
async function fileFor(root, address) {
  try {
    const path = decodeURIComponent(new URL(address, "http://localhost").pathname);
    const folder = await realpath(root);
    const file = await realpath(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    const found = await stat(file);
    return found.isFile() && file.startsWith(folder + sep) ? { path: file, size: found.size } : undefined;
  } catch {
    return undefined;
  }
}
