import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { broken, fileServer, ignoringRange, status, whole } from "../../test/file-server.js";
import { rejection, remoteFile, temporaryFolder } from "../../test/helpers.js";
import { DatasetDownloadError } from "../errors.js";
import { type DownloadProgress, download } from "./download.js";
import { UNFINISHED, unfinishedName } from "./file-store.js";
import { openFolder } from "./store.node.js";

const content = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251);
const once = { backoff: 1, rounds: 1 };
const fast = { backoff: 1 };

/** A folder, and what a download into it that ended after `bytes` bytes has left. */
async function interrupted(bytes: number, etag?: string) {
  const folder = await temporaryFolder();
  const store = openFolder(folder);
  const { url, onProgress } = await fileServer(broken(content, bytes, etag), status(500));
  await rejection(download("set", remoteFile("a.bin", content, url), store, { ...once, onProgress }));
  expect(await store.size("a.bin")).toBeUndefined();
  expect(await readdir(folder)).toEqual([UNFINISHED]);
  return { folder, store };
}

describe("a download that was interrupted", () => {
  it("goes on where it ended, if the file is still the same", async () => {
    const server = await fileServer(broken(content, 60_000), whole(content));
    const store = openFolder(await temporaryFolder());
    const events: DownloadProgress[] = [];
    await download("set", remoteFile("a.bin", content, server.url), store, {
      ...fast,
      onProgress(event) {
        events.push(event);
        server.onProgress(event);
      },
    });
    expect(server.ranges).toEqual([
      [undefined, undefined],
      ["bytes=60000-", '"one"'],
    ]);
    expect(Buffer.compare(await store.read("a.bin"), content)).toBe(0);
    const resumed = events.slice(events.findIndex(({ note }) => note !== undefined) + 1);
    expect(resumed[0]!.receivedBytes).toBe(60_000);
    expect(resumed.at(-1)!.receivedBytes).toBe(100_000);
    expect(resumed.at(-1)!.bytesPerSecond).toBeGreaterThan(0);
  });

  it("goes on in another program, and leaves nothing but the file", async () => {
    const { folder, store } = await interrupted(60_000);
    const server = await fileServer(whole(content));
    await download("set", remoteFile("a.bin", content, server.url), store, once);
    // Another address: the tag of the first says nothing about it.
    expect(server.ranges).toEqual([["bytes=60000-", undefined]]);
    expect(Buffer.compare(await store.read("a.bin"), content)).toBe(0);
    expect(await readdir(folder)).toEqual(["a.bin"]);
  });

  it("takes as many attempts as it needs while it gets on", async () => {
    const large = new Uint8Array(9 * 2 ** 20).map((_, i) => i % 253);
    const step = broken(large, 1_250_000);
    const server = await fileServer(step, step, step, step, step, step, step, whole(large));
    const store = openFolder(await temporaryFolder());
    await download("set", remoteFile("a.bin", large, server.url), store, {
      ...fast,
      onProgress: server.onProgress,
    });
    expect(server.ranges.length).toBeGreaterThan(6);
    expect(await store.size("a.bin")).toBe(large.length);
  });

  it("begins again when the server ignores what it is asked for", async () => {
    const server = await fileServer(broken(content, 60_000), ignoringRange(content));
    const store = openFolder(await temporaryFolder());
    await download("set", remoteFile("a.bin", content, server.url), store, {
      ...fast,
      onProgress: server.onProgress,
    });
    expect(server.ranges).toHaveLength(2);
    expect(Buffer.compare(await store.read("a.bin"), content)).toBe(0);
  });

  it("begins again when the server has another file by now", async () => {
    const old = content.map((byte) => byte ^ 1);
    const server = await fileServer(broken(old, 60_000, '"old"'), whole(content, '"new"'));
    const store = openFolder(await temporaryFolder());
    await download("set", remoteFile("a.bin", content, server.url), store, {
      ...fast,
      onProgress: server.onProgress,
    });
    expect(server.ranges.at(-1)).toEqual(["bytes=60000-", '"old"']);
    expect(Buffer.compare(await store.read("a.bin"), content)).toBe(0);
  });

  it("does not trust a weak tag", async () => {
    const server = await fileServer(broken(content, 60_000, 'W/"weak"'), whole(content));
    const store = openFolder(await temporaryFolder());
    await download("set", remoteFile("a.bin", content, server.url), store, {
      ...fast,
      onProgress: server.onProgress,
    });
    expect(server.ranges.at(-1)).toEqual(["bytes=60000-", undefined]);
  });

  it.each([
    ["has no more bytes", status(416)],
    ["sends other bytes", status(206, { "content-range": "bytes 7-99999/100000" })],
    ["says that the file is longer", status(206, { "content-range": "bytes 60000-199999/200000" })],
    ["does not say which bytes it sends", status(206)],
  ])("begins again when the server %s", async (_, answer) => {
    const { store } = await interrupted(60_000);
    const server = await fileServer(answer, whole(content));
    await download("set", remoteFile("a.bin", content, server.url), store, fast);
    expect(server.ranges.map(([range]) => range)).toEqual(["bytes=60000-", undefined]);
    expect(Buffer.compare(await store.read("a.bin"), content)).toBe(0);
  });

  it("begins again when what was kept is damaged", async () => {
    const { folder, store } = await interrupted(60_000);
    await writeFile(
      join(folder, unfinishedName("a.bin", "0.piece")),
      content.subarray(0, 60_000).with(5, 99),
    );
    const server = await fileServer(whole(content));
    const notes: string[] = [];
    await download("set", remoteFile("a.bin", content, server.url), store, {
      ...fast,
      onProgress: ({ note }) => note && notes.push(note),
    });
    expect(notes).toEqual([expect.stringMatching(/expected SHA-256 .*; trying again/)]);
    expect(server.ranges.map(([range]) => range)).toEqual(["bytes=60000-", undefined]);
    expect(Buffer.compare(await store.read("a.bin"), content)).toBe(0);
  });

  it("begins again when more was kept than there is", async () => {
    const { folder, store } = await interrupted(60_000);
    await writeFile(join(folder, unfinishedName("a.bin", "1.piece")), new Uint8Array(60_000));
    const server = await fileServer(whole(content));
    await download("set", remoteFile("a.bin", content, server.url), store, once);
    expect(server.ranges).toEqual([[undefined, undefined]]);
  });

  it("is ready without a request when everything was kept", async () => {
    const { folder, store } = await interrupted(60_000);
    await writeFile(join(folder, unfinishedName("a.bin", "1.piece")), content.subarray(60_000));
    const server = await fileServer(status(500));
    await download("set", remoteFile("a.bin", content, server.url), store, once);
    expect(server.ranges).toEqual([]);
    expect(await readdir(folder)).toEqual(["a.bin"]);
  });

  it("goes on although its note is damaged", async () => {
    const { folder, store } = await interrupted(60_000);
    await writeFile(join(folder, unfinishedName("a.bin", "source")), '{"url');
    const server = await fileServer(whole(content));
    await download("set", remoteFile("a.bin", content, server.url), store, once);
    expect(server.ranges).toEqual([["bytes=60000-", undefined]]);
  });

  it("ends when every address keeps breaking", async () => {
    const server = await fileServer(broken(content, 1000));
    const store = openFolder(await temporaryFolder());
    const error = await rejection(
      download("set", remoteFile("a.bin", content, server.url), store, {
        ...fast,
        onProgress: server.onProgress,
      }),
    );
    expect(error).toBeInstanceOf(DatasetDownloadError);
    expect(server.ranges).toHaveLength(3);
  });
});
