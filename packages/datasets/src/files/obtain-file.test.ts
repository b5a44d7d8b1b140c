import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rejection, serve, sha256Of, temporaryFolder } from "../../test/helpers.js";
import { DatasetDownloadError, FileMissingError } from "../errors.js";
import { obtainFile, type WantedFile } from "./obtain-file.js";

const BYTES = Uint8Array.from({ length: 5000 }, (_, i) => (7 * i) % 251);
const OTHER = BYTES.map((byte) => byte ^ 1);
const DIGEST = sha256Of(BYTES);

/** As Hugging Face's hub has it: a pointer in the repository, the file behind `resolve`. */
const hub = (pointed = DIGEST) =>
  serve((request, response) => {
    const { url = "" } = request;
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${pointed}\nsize ${BYTES.length}\n`;
    if (url === "/n/raw/main/model.safetensors") response.end(pointer);
    else if (url === "/n/resolve/main/model.safetensors") response.end(BYTES);
    else response.writeHead(404).end();
  });

/** As a plain server has it. */
const server = () => serve((_, response) => response.writeHead(200, { "content-length": 5000 }).end(BYTES));

const wanted = (...files: WantedFile["files"]): WantedFile => ({ id: "some/net", kind: "weights", files });
const hubFile = (url: string) => ({
  name: "model.safetensors",
  urls: [`${url}/n/resolve/main/model.safetensors`],
});
const named = (url: string, sha256 = DIGEST.slice(0, 8)) => ({
  name: "net.pth",
  sha256,
  urls: [`${url}/net.pth`],
});

it("fetches a file of which the hub says size and digest, and writes the digest down", async () => {
  const cacheDir = await temporaryFolder();
  const { url, requests } = await hub();
  const first = await obtainFile(wanted(hubFile(url)), { cacheDir });
  expect(first).toMatchObject({ sha256: DIGEST, location: join(cacheDir, "weights/some/net") });
  expect(first.bytes.length).toBe(BYTES.length);
  const asked = requests.length;
  expect(await readFile(join(first.location, "model.safetensors.sha256"), "utf8")).toBe(
    `${DIGEST}  model.safetensors\n`,
  );
  const again = await obtainFile(wanted(hubFile(url)), { cacheDir, offline: true });
  expect(Array.from(again.bytes)).toEqual(Array.from(BYTES));
  expect(requests).toHaveLength(asked);
});

it("refuses what arrives with another digest than the hub says, or than the name begins with", async () => {
  const cacheDir = await temporaryFolder();
  const lying = await hub(sha256Of(OTHER));
  const plain = await server();
  const error = await rejection(
    obtainFile(wanted(hubFile(lying.url), named(plain.url, "00112233")), { cacheDir, backoff: 1 }),
  );
  expect(error).toBeInstanceOf(DatasetDownloadError);
  expect(error.message).toContain(`expected SHA-256 ${sha256Of(OTHER)}, received ${DIGEST}`);
  expect(error.message).toContain(`expected SHA-256 00112233…, received ${DIGEST}`);
  expect(error.message).toContain(`put it into ${join(cacheDir, "weights/some/net")}`);
});

it("takes a file from a hub that shows no pointers", async () => {
  const cacheDir = await temporaryFolder();
  const { url } = await serve((request, response) => {
    if (request.url?.includes("/raw/")) response.writeHead(403).end();
    else response.writeHead(200, { "content-length": BYTES.length }).end(BYTES);
  });
  expect((await obtainFile(wanted(hubFile(url)), { cacheDir })).sha256).toBe(DIGEST);
});

it("takes the next form where the first is not to be had", async () => {
  const cacheDir = await temporaryFolder();
  const lacking = await serve((_, response) => response.writeHead(404).end());
  const plain = await server();
  const { file, sha256 } = await obtainFile(wanted(hubFile(lacking.url), named(plain.url)), { cacheDir });
  expect([file.name, sha256]).toEqual(["net.pth", DIGEST]);
});

it("says offline where to get it and where to put it, and takes what was put there", async () => {
  const cacheDir = await temporaryFolder();
  const files = wanted(hubFile("https://hub.test"), named("https://plain.test"));
  const error = await rejection(obtainFile(files, { cacheDir, offline: true }));
  expect(error).toBeInstanceOf(FileMissingError);
  const folder = join(cacheDir, "weights/some/net");
  expect(error.message).toBe(
    "[imgcls/datasets] some/net: the network may not be used (offline), and the cache lacks it. Fetch " +
      "https://hub.test/n/resolve/main/model.safetensors as model.safetensors, or https://plain.test/net.pth as net.pth, " +
      `and put it into ${folder}.`,
  );
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "net.pth"), BYTES);
  expect((await obtainFile(files, { cacheDir, offline: true })).sha256).toBe(DIGEST);
  await writeFile(join(folder, "net.pth"), OTHER);
  const damaged = await rejection(obtainFile(files, { cacheDir, offline: true }));
  expect(damaged.message).toContain("the copy in the cache is damaged (net.pth:");
});

it("fetches a copy again that is not what arrived once", async () => {
  const cacheDir = await temporaryFolder();
  const { url } = await hub();
  const { location } = await obtainFile(wanted(hubFile(url)), { cacheDir });
  await writeFile(join(location, "model.safetensors"), OTHER);
  const notes: string[] = [];
  const mended = await obtainFile(wanted(hubFile(url)), {
    cacheDir,
    onProgress: ({ note }) => note && notes.push(note),
  });
  expect(mended.sha256).toBe(DIGEST);
  expect(notes).toEqual([`the copy of model.safetensors in ${location} is damaged; fetching it again`]);
});
