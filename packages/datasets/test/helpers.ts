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

export * from "./portable.js";

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

const mnistFolder = fileURLToPath(new URL("../../../../shared/data/mnist", import.meta.url));

/** The folder of the real MNIST beside the repository, when somebody has put it there. */
export function realMnist(): string | undefined {
  if (existsSync(mnistFolder)) return mnistFolder;
  console.log("Skipped: the tests on the real MNIST need its four files in ../shared/data/mnist.");
  return undefined;
}
