import { describe, expect, it } from "vitest";
import { rejection, remoteFile, serve } from "../../test/helpers.js";
import { DatasetDownloadError, DatasetStorageError } from "../errors.js";
import { type DownloadProgress, download } from "./download.js";
import { memoryStore } from "./memory-store.js";

const content = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
const fast = { backoff: 1 };

describe("download", () => {
  it("stores the file and reports progress", async () => {
    const { url } = await serve((_, response) => response.end(content));
    const store = memoryStore();
    const events: DownloadProgress[] = [];
    await download("set", remoteFile("a.bin", content, `${url}/a.bin`), store, {
      onProgress: (event) => events.push(event),
    });
    expect(await store.read("a.bin")).toEqual(content);
    expect(events[0]).toEqual({
      dataset: "set",
      file: "a.bin",
      url: `${url}/a.bin`,
      receivedBytes: 0,
      totalBytes: 100_000,
    });
    expect(events.at(-1)?.receivedBytes).toBe(100_000);
    const received = events.map((event) => event.receivedBytes);
    expect(received).toEqual([...received].sort((a, b) => a - b));
  });

  it("goes to the next mirror when one does not have the file, and does not ask that one again", async () => {
    const { url, requests } = await serve((request, response) => {
      if (request.url === "/first") response.writeHead(404).end("not here");
      else response.end(content);
    });
    const store = memoryStore();
    await download("set", remoteFile("a.bin", content, `${url}/first`, `${url}/second`), store, fast);
    expect(requests).toEqual(["/first", "/second"]);
    expect(await store.size("a.bin")).toBe(content.length);
  });

  it("tries again when the server is busy or drops the connection", async () => {
    const answers = [503, "drop", 200];
    const { url, requests } = await serve((_, response) => {
      const answer = answers.shift();
      if (answer === 200) return response.end(content);
      if (answer === 503) return response.writeHead(503).end();
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 500), () => response.destroy());
    });
    const notes: string[] = [];
    const store = memoryStore();
    await download("set", remoteFile("a.bin", content, url), store, {
      ...fast,
      onProgress: ({ note }) => note && notes.push(note),
    });
    expect(requests).toHaveLength(3);
    expect(notes).toHaveLength(2);
    expect(notes[0]).toMatch(/the server answered 503/);
    expect(await store.read("a.bin")).toEqual(content);
  });

  it.each([
    ["other bytes", content.with(5, 0), /expected SHA-256 [0-9a-f]{64}, received [0-9a-f]{64}/],
    ["too few bytes", content.subarray(1), /expected 100000 bytes, the server announces 99999/],
    [
      "too many bytes",
      Uint8Array.from([...content, 0]),
      /expected 100000 bytes, the server announces 100001/,
    ],
  ])("never stores %s", async (_, served, message) => {
    const { url } = await serve((_, response) => response.end(served));
    const store = memoryStore();
    const error = await rejection(download("set", remoteFile("a.bin", content, url), store, fast));
    expect(error).toBeInstanceOf(DatasetDownloadError);
    expect(error.message).toMatch(message);
    expect(await store.isEmpty()).toBe(true);
  });

  it("says what each address answered, and what to do", async () => {
    const { url } = await serve((_, response) => response.writeHead(403).end());
    const error = (await rejection(
      download("set", remoteFile("a.bin", content, `${url}/1`, `${url}/2`), memoryStore(), fast),
    )) as DatasetDownloadError;
    expect(error.status).toBe(403);
    expect(error.urls).toEqual([`${url}/1`, `${url}/2`]);
    expect(error.attempts).toHaveLength(2);
    expect(error.message).toMatch(
      /Cannot download a\.bin: .*\/1: the server answered 403; .*\/2: .* put it into memory\.$/,
    );
  });

  it("reports an unreachable network with its cause", async () => {
    // Nobody listens on port 1 of this machine.
    const error = (await rejection(
      download("set", remoteFile("a.bin", content, "http://127.0.0.1:1/a.bin"), memoryStore(), fast),
    )) as DatasetDownloadError;
    expect(error).toBeInstanceOf(DatasetDownloadError);
    expect(error.status).toBeUndefined();
    expect(error.cause).toBeInstanceOf(Error);
    expect(error.attempts).toHaveLength(3);
    expect(error.message.length).toBeGreaterThan(80);
  });

  it("gives up on a server that stops sending", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200);
      response.write(content.subarray(0, 10));
    });
    const options = { rounds: 1, stallTimeout: 50 };
    const error = await rejection(download("set", remoteFile("a.bin", content, url), memoryStore(), options));
    expect(error.message).toMatch(/no data for 0\.05 s/);
  });

  it("stops when it is aborted, with the reason, and stores nothing", async () => {
    const abort = new AbortController();
    const { url } = await serve((_, response) => {
      response.writeHead(200);
      response.write(content.subarray(0, 10));
    });
    const store = memoryStore();
    const reason = new Error("the user pressed Ctrl-C");
    const running = download("set", remoteFile("a.bin", content, url), store, {
      signal: abort.signal,
      onProgress: ({ receivedBytes }) => receivedBytes > 0 && abort.abort(reason),
    });
    expect(await rejection(running)).toBe(reason);
    expect(await store.isEmpty()).toBe(true);
  });

  it("stops while it waits to try again", async () => {
    const abort = new AbortController();
    const { url } = await serve((_, response) => response.writeHead(500).end());
    const running = download("set", remoteFile("a.bin", content, url), memoryStore(), {
      backoff: 60_000,
      signal: abort.signal,
      onProgress: ({ note }) => note && setTimeout(() => abort.abort(new Error("enough")), 10),
    });
    expect((await rejection(running)).message).toBe("enough");
  });

  it("does not try elsewhere when the disk is the problem", async () => {
    const { url, requests } = await serve((_, response) => response.end(content));
    const full = {
      ...memoryStore(),
      async write(_: string, chunks: AsyncIterable<Uint8Array>) {
        for await (const _chunk of chunks)
          throw new DatasetStorageError("/full", "ENOSPC", "the disk is full");
      },
    };
    const error = await rejection(download("set", remoteFile("a.bin", content, url), full, fast));
    expect(error).toBeInstanceOf(DatasetStorageError);
    expect(requests).toHaveLength(1);
  });
});
