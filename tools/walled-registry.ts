import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { npm, root, run } from "./packed-project.ts";

/** A package registry on loopback that is all a package manager can reach. */
export interface WalledRegistry {
  readonly url: string;
  /** Hosts that something asked for beside the registry, and did not get. */
  readonly refused: readonly string[];
  /** What makes programs use it and nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

/**
 * Has the packed packages of the folder, and passes what it does not have on to the registry that npm uses here.
 * As a proxy it refuses every host.
 */
export async function walledRegistry(folder: string): Promise<WalledRegistry> {
  const upstream = new URL((await npm(["config", "get", "registry"], root)).stdout.trim());
  const own = await packedPackages(folder);
  const refused: string[] = [];

  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.writeHead(502).end(error.message));
  });
  server.on("connect", ({ url }, socket) => {
    refused.push(url!);
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(request.url!.slice(1));
    if (!request.url!.startsWith("/")) {
      refused.push(request.url!);
      response.writeHead(403).end();
    } else if (own.has(path)) {
      response.end(await own.get(path)!(url));
    } else {
      const accept = request.headers.accept ?? "*/*";
      const { status, headers, body } = await passOn(new URL(request.url!.slice(1), upstream), accept);
      response.writeHead(status, headers).end(withHost(body, headers, upstream.href, url));
    }
  }

  return { url, refused, environment: environmentFor(url), close: () => server.close() };
}

/** By path: the package's document and its tarball. */
async function packedPackages(
  folder: string,
): Promise<Map<string, (url: string) => Promise<string | Buffer>>> {
  const paths = new Map<string, (url: string) => Promise<string | Buffer>>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".tgz"))) {
    const { stdout } = await run("tar", ["-xzOf", join(folder, file), "package/package.json"]);
    const manifest = JSON.parse(stdout);
    const { name, version } = manifest;
    const content = await readFile(join(folder, file));
    const integrity = `sha512-${createHash("sha512").update(content).digest("base64")}`;
    const tarball = `${name}/-/${file}`;
    paths.set(tarball, async () => content);
    paths.set(name, async (url) =>
      JSON.stringify({
        name,
        "dist-tags": { latest: version },
        versions: { [version]: { ...manifest, dist: { tarball: url + tarball, integrity } } },
        // Some package managers wait some days before they trust a version.
        time: { [version]: "2020-01-01T00:00:00.000Z" },
      }),
    );
  }
  return paths;
}

async function passOn(address: URL, accept: string) {
  const response = await fetch(address, { headers: { accept } });
  const type = response.headers.get("content-type") ?? "application/octet-stream";
  return {
    status: response.status,
    headers: { "content-type": type },
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** Documents name the addresses of tarballs. */
const withHost = (body: Buffer, headers: { "content-type": string }, from: string, to: string) =>
  headers["content-type"].includes("json") ? body.toString().replaceAll(from, to) : body;

const environmentFor = (url: string): Record<string, string> => ({
  npm_config_registry: url,
  pnpm_config_registry: url,
  YARN_REGISTRY: url,
  YARN_NPM_REGISTRY_SERVER: url,
  YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
  // Install scripts that use the package global-agent read these names only if told so.
  GLOBAL_AGENT_ENVIRONMENT_VARIABLE_NAMESPACE: "",
  ...Object.fromEntries(
    ["HTTP_PROXY", "HTTPS_PROXY"].flatMap((name) => [
      [name, url],
      [name.toLowerCase(), url],
    ]),
  ),
  NO_PROXY: "127.0.0.1",
  no_proxy: "127.0.0.1",
});
