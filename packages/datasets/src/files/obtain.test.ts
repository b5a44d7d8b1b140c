import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { rejection, remoteFile, serve, temporaryFolder } from "../../test/helpers.js";
import { DatasetDownloadError, DatasetFilesMissingError } from "../errors.js";
import type { DownloadProgress } from "./download.js";
import { type FileSet, type Layout, obtainFiles } from "./obtain.js";
import * as platform from "./store.node.js";

const contents = { "one.gz": Uint8Array.of(1, 1), "two.gz": Uint8Array.of(2, 2, 2) };

/** A data set of two files on a server of this machine, which also come unpacked. */
async function testSet(broken: string[] = []) {
  const server = await serve((request, response) => {
    const name = (request.url ?? "").slice(1) as keyof typeof contents;
    if (broken.includes(name)) response.writeHead(404).end();
    else response.end(contents[name]);
  });
  const remotes = Object.entries(contents).map(([name, bytes]) =>
    remoteFile(name, bytes, `${server.url}/${name}`),
  );
  const published: Layout = {
    folders: ["set/raw", ""],
    files: remotes.map((remote) => ({ names: [remote.name.replace(".gz", ""), remote.name], remote })),
  };
  const set: FileSet = { id: "set", layouts: [published], published };
  return { set, requests: server.requests };
}

async function readAll(obtained: Awaited<ReturnType<typeof obtainFiles>>) {
  return Promise.all(obtained.files.map(async (file) => Array.from(await file.read())));
}

const BOTH = [
  [1, 1],
  [2, 2, 2],
];

describe("files that are given", () => {
  it("are taken under any of their names, and nothing is fetched", async () => {
    const { set, requests } = await testSet();
    const files = new Map([
      ["one", Uint8Array.of(7)],
      ["two.gz", Uint8Array.of(8, 8)],
    ]);
    expect(await readAll(await obtainFiles(set, { files }, platform))).toEqual([[7], [8, 8]]);
    expect(requests).toEqual([]);
  });

  it.each([
    [["one"], ["two.gz"], "only some of its files were given"],
    [["three"], ["one.gz", "two.gz"], "none of its files was given"],
  ])("must be complete: %j lacks %j", async (given, missing, reason) => {
    const { set } = await testSet();
    const files = new Map(given.map((name) => [name, Uint8Array.of(1)]));
    const error = (await rejection(obtainFiles(set, { files }, platform))) as DatasetFilesMissingError;
    expect(error).toBeInstanceOf(DatasetFilesMissingError);
    expect(error.missing.map(({ name }) => name)).toEqual(missing);
    expect(error.message).toContain(reason);
  });
});

describe("files in a folder of the user's", () => {
  it.each([["."], ["set/raw"]])(
    "are found in %s, under any of their names, and are not compared",
    async (place) => {
      const { set, requests } = await testSet();
      const dataDir = await temporaryFolder();
      await mkdir(join(dataDir, place), { recursive: true });
      await writeFile(join(dataDir, place, "one"), "own");
      await writeFile(join(dataDir, place, "two.gz"), "packed");
      const obtained = await obtainFiles(set, { dataDir }, platform);
      expect(await readAll(obtained)).toEqual(
        [[..."own"], [..."packed"]].map((text) => text.map((c) => c.charCodeAt(0))),
      );
      expect(requests).toEqual([]);
    },
  );

  it("must be complete: the error names what is missing, its address and its place", async () => {
    const { set, requests } = await testSet();
    const dataDir = await temporaryFolder();
    await writeFile(join(dataDir, "one"), "own");
    const error = (await rejection(obtainFiles(set, { dataDir }, platform))) as DatasetFilesMissingError;
    expect(error).toBeInstanceOf(DatasetFilesMissingError);
    expect(error.missing.map(({ name }) => name)).toEqual(["two.gz"]);
    expect(error.message).toContain(`Missing in ${dataDir}: two.gz (3 bytes, from http://127.0.0.1`);
    expect(error.message).not.toContain("one.gz");
    expect(requests).toEqual([]);
  });

  it("are fetched into an empty or absent folder, and found there the next time", async () => {
    const { set, requests } = await testSet();
    const dataDir = join(await temporaryFolder(), "new", "folder");
    expect(await readAll(await obtainFiles(set, { dataDir }, platform))).toEqual(BOTH);
    expect((await readdir(dataDir)).sort()).toEqual(["one.gz", "two.gz"]);
    expect(await readAll(await obtainFiles(set, { dataDir }, platform))).toEqual(BOTH);
    expect(requests).toHaveLength(2);
  });

  it("get a folder of their own beside other files", async () => {
    const { set } = await testSet();
    const dataDir = await temporaryFolder();
    await writeFile(join(dataDir, "notes.txt"), "mine");
    await obtainFiles(set, { dataDir }, platform);
    expect((await readdir(dataDir)).sort()).toEqual(["notes.txt", "set"]);
    expect((await readdir(join(dataDir, "set"))).sort()).toEqual(["one.gz", "two.gz"]);
  });

  it("are kept when a download fails, and the next time only the others are fetched", async () => {
    const broken = ["two.gz"];
    const { set, requests } = await testSet(broken);
    const dataDir = await temporaryFolder();
    expect(await rejection(obtainFiles(set, { dataDir }, platform))).toBeInstanceOf(DatasetDownloadError);
    expect(await readdir(dataDir)).toEqual(["one.gz"]);
    broken.pop();
    expect(await readAll(await obtainFiles(set, { dataDir }, platform))).toEqual(BOTH);
    expect(requests).toEqual(["/one.gz", "/two.gz", "/two.gz"]);
  });

  it("are not completed when they are not those that were published", async () => {
    const { set } = await testSet();
    const dataDir = await temporaryFolder();
    await writeFile(join(dataDir, "one.gz"), "my");
    const error = await rejection(obtainFiles(set, { dataDir }, platform));
    expect(error).toBeInstanceOf(DatasetFilesMissingError);
    expect(error.message).toMatch(/only some of the files\. Missing in .*: two\.gz/);
  });
});

describe("files in the cache", () => {
  it("are fetched once", async () => {
    const { set, requests } = await testSet();
    const cacheDir = await temporaryFolder();
    expect(await readAll(await obtainFiles(set, { cacheDir }, platform))).toEqual(BOTH);
    expect(await readAll(await obtainFiles(set, { cacheDir }, platform))).toEqual(BOTH);
    expect(requests).toEqual(["/one.gz", "/two.gz"]);
  });

  it.each([
    ["changed", Uint8Array.of(2, 9, 2)],
    ["truncated", Uint8Array.of(2)],
  ])("are reported and fetched again when one is %s", async (_, bytes) => {
    const { set, requests } = await testSet();
    const cacheDir = await temporaryFolder();
    await obtainFiles(set, { cacheDir }, platform);
    const path = join(cacheDir, "datasets", "set", "two.gz");
    await writeFile(path, bytes);
    const events: DownloadProgress[] = [];
    const onProgress = (event: DownloadProgress) => events.push(event);
    expect(await readAll(await obtainFiles(set, { cacheDir, onProgress }, platform))).toEqual(BOTH);
    expect(events[0]?.note).toMatch(/damaged; fetching it again/);
    expect(requests).toEqual(["/one.gz", "/two.gz", "/two.gz"]);
    expect(Array.from(await readFile(path))).toEqual([2, 2, 2]);
  });

  it("keep what came before a failure", async () => {
    const { set } = await testSet(["two.gz"]);
    const cacheDir = await temporaryFolder();
    await rejection(obtainFiles(set, { cacheDir }, platform));
    expect(await readdir(join(cacheDir, "datasets", "set"))).toEqual(["one.gz"]);
  });

  it("are found where IMGCLS_CACHE_DIR says", async () => {
    const { set } = await testSet();
    const folder = await temporaryFolder();
    vi.stubEnv("IMGCLS_CACHE_DIR", folder);
    await obtainFiles(set, {}, platform);
    vi.unstubAllEnvs();
    expect(await readdir(join(folder, "datasets", "set"))).toHaveLength(2);
  });
});

describe("offline", () => {
  it.each([["the option"], ["IMGCLS_OFFLINE"]])(
    "by %s: says what is missing, from where, and where to put it",
    async (by) => {
      const { set, requests } = await testSet();
      const cacheDir = await temporaryFolder();
      if (by === "IMGCLS_OFFLINE") vi.stubEnv("IMGCLS_OFFLINE", "1");
      const offline = by === "the option" ? { offline: true } : {};
      for (const place of [{ cacheDir }, { dataDir: cacheDir }]) {
        const error = (await rejection(
          obtainFiles(set, { ...place, ...offline }, platform),
        )) as DatasetFilesMissingError;
        expect(error).toBeInstanceOf(DatasetFilesMissingError);
        expect(error.missing.map(({ name }) => name)).toEqual(["one.gz", "two.gz"]);
        expect(error.message).toMatch(/the network may not be used \(offline\).*from http.*Put them there/s);
        expect(error.folder.startsWith(cacheDir)).toBe(true);
      }
      vi.unstubAllEnvs();
      expect(requests).toEqual([]);
    },
  );

  it("uses what the cache has, and says which file is damaged", async () => {
    const { set } = await testSet();
    const cacheDir = await temporaryFolder();
    await obtainFiles(set, { cacheDir }, platform);
    expect(await readAll(await obtainFiles(set, { cacheDir, offline: true }, platform))).toEqual(BOTH);
    await writeFile(join(cacheDir, "datasets", "set", "one.gz"), "xx");
    const error = await rejection(obtainFiles(set, { cacheDir, offline: true }, platform));
    expect(error.message).toMatch(/\(damaged: one\.gz\)/);
  });
});
