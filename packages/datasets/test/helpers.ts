import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { RemoteFile } from "../src/errors.js";
import { createLabeledImages, type LabeledImages } from "../src/labeled-images.js";

/** An empty folder that goes away with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "imgcls-datasets-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on this machine; gives its address and the paths that were asked for. */
export async function serve(handler: Handler): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export const remoteFile = (name: string, bytes: Uint8Array, ...urls: string[]): RemoteFile => ({
  name,
  bytes: bytes.length,
  sha256: sha256Of(bytes),
  urls,
});

/** The IDX file of these dimensions. */
export function idxFile(dimensions: readonly number[], values: ArrayLike<number>): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * dimensions.length));
  header.setUint32(0, 0x0800 + dimensions.length);
  dimensions.forEach((size, i) => {
    header.setUint32(4 + 4 * i, size);
  });
  return Uint8Array.from([...new Uint8Array(header.buffer), ...Array.from(values)]);
}

/** `length` images of 2×3×1; image i has pixels i, i+1, … and class i modulo `classes`. */
export function countingImages(length: number, classes = 3): LabeledImages {
  return createLabeledImages({
    images: Uint8Array.from({ length: length * 6 }, (_, at) => (Math.floor(at / 6) + (at % 6)) % 256),
    labels: Int32Array.from({ length }, (_, i) => i % classes),
    shape: [2, 3, 1],
    classNames: Array.from({ length: classes }, (_, i) => `class ${i}`),
  });
}

const mnistFolder = fileURLToPath(new URL("../../../../shared/data/mnist", import.meta.url));

/** The folder of the real MNIST beside the repository, when somebody has put it there. */
export function realMnist(): string | undefined {
  if (existsSync(mnistFolder)) return mnistFolder;
  console.log("Skipped: the tests on the real MNIST need its four files in ../shared/data/mnist.");
  return undefined;
}

export async function* chunksOf(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** The error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new TypeError(`rejected with ${String(error)}, which is no Error`);
  }
  throw new Error("expected a rejection");
}
