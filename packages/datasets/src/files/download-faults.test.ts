import { describe, expect, it } from "vitest";
import { type Answer, broken, fileServer, status, whole } from "../../test/file-server.js";
import { rejection, remoteFile } from "../../test/helpers.js";
import { DatasetDownloadError } from "../errors.js";
import { download } from "./download.js";
import { noDowngrade } from "./http-request.js";
import { memoryStore } from "./memory-store.js";

const content = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251);
const fast = { backoff: 1 };

const announcing =
  (length: number, body: Uint8Array): Answer =>
  (_, response) => {
    response.writeHead(200, { "content-length": length });
    response.write(body, () => response.destroy());
  };

const chunked =
  (body: Uint8Array, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(200, headers);
    response.write(body.subarray(0, 10));
    response.end(body.subarray(10));
  };

const page = new TextEncoder().encode("<!doctype html><title>Please log in</title>");
const html = { "content-type": "text/html; charset=utf-8" };

describe("a server that", () => {
  it.each<[string, Answer, RegExp]>([
    [
      "flips a bit",
      chunked(content.with(500, content[500]! ^ 8)),
      /expected SHA-256 \w{64}, received \w{64}/,
    ],
    ["stops early", chunked(content.subarray(0, 70_000)), /expected 100000 bytes, received 70000/],
    ["sends too much", chunked(Uint8Array.from([...content, 1])), /expected 100000 bytes, received more/],
    [
      "announces less than there is",
      announcing(70_000, content.subarray(0, 70_000)),
      /expected 100000 bytes, the server announces 70000/,
    ],
    [
      "announces more than there is",
      announcing(120_000, content),
      /expected 100000 bytes, the server announces 120000/,
    ],
    ["breaks the connection", (_, response) => response.destroy(), /closed|reset|hang up/],
    [
      "sends a web page as if it were the file",
      (_, response) => response.writeHead(200, { ...html, "content-length": page.length }).end(page),
      /expected 100000 bytes, the server announces 43 of a web page \(text\/html\)/,
    ],
    ["sends a web page in pieces", chunked(page, html), /received 43 of a web page/],
    ["has nothing there", status(404), /the server answered 404/],
    ["is always busy", status(503), /the server answered 503/],
  ])("%s never leaves a file, and the next mirror is asked", async (_, answer, message) => {
    const bad = await fileServer(answer);
    const store = memoryStore();
    const only = await rejection(download("set", remoteFile("a.bin", content, bad.url), store, fast));
    expect(only).toBeInstanceOf(DatasetDownloadError);
    expect(only.message).toMatch(message);
    expect(await store.isEmpty()).toBe(true);

    const good = await fileServer(whole(content));
    await download("set", remoteFile("a.bin", content, bad.url, good.url), store, fast);
    expect(good.ranges).toHaveLength(1);
    expect(Buffer.compare(await store.read("a.bin"), content)).toBe(0);
  });

  it("stalls is given up, and the rest is fetched elsewhere", async () => {
    const stalling = await fileServer((_, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 40_000));
    });
    const good = await fileServer(whole(content));
    const store = memoryStore();
    const file = remoteFile("a.bin", content, stalling.url, good.url);
    await download("set", file, store, { ...fast, stallTimeout: 100 });
    expect(good.ranges).toEqual([["bytes=40000-", undefined]]);
    expect(Buffer.compare(await store.read("a.bin"), content)).toBe(0);
  });

  it("never answers is given up", async () => {
    const silent = await fileServer(() => {});
    const options = { rounds: 1, stallTimeout: 50 };
    const attempt = download("set", remoteFile("a.bin", content, silent.url), memoryStore(), options);
    expect((await rejection(attempt)).message).toMatch(/no data for 0\.05 s/);
  });

  it("announces more than it sends is asked for the rest", async () => {
    const bad = await fileServer(broken(content, 70_000), whole(content));
    const store = memoryStore();
    const options = { ...fast, onProgress: bad.onProgress };
    await download("set", remoteFile("a.bin", content, bad.url), store, options);
    expect(bad.ranges.map(([range]) => range)).toEqual([undefined, "bytes=70000-"]);
    expect(Buffer.compare(await store.read("a.bin"), content)).toBe(0);
  });

  it.each([
    ["seconds", () => "1"],
    ["a date", () => new Date(Date.now() + 2000).toUTCString()],
  ])("asks to be left alone for a while, in %s, is", async (_, retryAfter) => {
    const busy = await fileServer(status(503, { "retry-after": retryAfter() }), whole(content));
    const start = performance.now();
    await download("set", remoteFile("a.bin", content, busy.url), memoryStore(), fast);
    // A date has no fractions of a second.
    expect(performance.now() - start).toBeGreaterThan(900);
  });

  it("asks for it is left alone only once", async () => {
    const busy = await fileServer(status(429, { "retry-after": "soon" }), status(500), whole(content));
    await download("set", remoteFile("a.bin", content, busy.url), memoryStore(), fast);
    expect(busy.ranges).toHaveLength(3);
  });
});

describe("redirects", () => {
  const redirect =
    (to: string): Answer =>
    (_, response) =>
      response.writeHead(302, { location: to }).end();

  it("are followed", async () => {
    const target = await fileServer(whole(content));
    const server = await fileServer(redirect(target.url));
    const store = memoryStore();
    await download("set", remoteFile("a.bin", content, server.url), store, fast);
    expect(await store.size("a.bin")).toBe(content.length);
  });

  it("are not taken against the policy, and not tried again", async () => {
    const target = await fileServer(whole(content));
    const server = await fileServer(redirect(target.url));
    const store = memoryStore();
    const mayRedirect = (from: URL, to: URL) => from.port === to.port;
    const file = remoteFile("a.bin", content, server.url);
    const error = await rejection(download("set", file, store, { ...fast, mayRedirect }));
    expect(error.message).toContain(`the server redirects to ${target.url}, which is not`);
    expect(server.ranges).toHaveLength(1);
    expect(await store.isEmpty()).toBe(true);
  });

  it.each([
    ["https://a.example/x", "http://a.example/x", false],
    ["https://a.example/x", "http://b.example/x", false],
    ["https://a.example/x", "https://b.example/x", true],
    ["http://a.example/x", "http://b.example/x", true],
    ["http://a.example/x", "https://a.example/x", true],
  ])("from %s to %s: %s", (from, to, allowed) => {
    expect(noDowngrade(new URL(from), new URL(to))).toBe(allowed);
  });
});
