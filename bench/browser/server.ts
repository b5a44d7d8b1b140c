import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, defaultClientConditions, preview } from "vite";

/** What a page needs for SharedArrayBuffer, and so for WebAssembly threads. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Builds the bench page for production and serves it on this machine. */
export async function servePage(): Promise<{ url: string; close(): Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), "imgcls-bench-page-"));
  const common = { root: import.meta.dirname, configFile: false, logLevel: "error" } as const;
  await build({
    ...common,
    resolve: { conditions: ["imgcls-source", ...defaultClientConditions] },
    worker: { format: "es" },
    // TensorFlow.js's wasm backend starts its threads from its own source text, which must keep its names.
    build: { outDir, target: "es2023", minify: false },
  });
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { host: "127.0.0.1", port: 0, headers },
  });
  return {
    url: server.resolvedUrls!.local[0]!,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
