import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The program, bundled, and a folder for what tests write, which is removed after the last of them. */
    readonly cli: { readonly file: string; readonly scratch: string };
  }
}

const sources = (file: string): string => resolve(import.meta.dirname, "../../..", file);

/** Packages of this repository are built in; all others are loaded from node_modules when the program runs. */
const onlyOwnPackages: Plugin = {
  name: "only-own-packages",
  setup({ onResolve }) {
    onResolve({ filter: /^[\w@]/ }, ({ path }) =>
      path.startsWith("@imgcls/") ? undefined : { external: true },
    );
  },
};

/** Before the first test: the command line, for all files of tests that start it. */
export async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = await bundledCli();
  const scratch = mkdtempSync(join(tmpdir(), "imgcls-cli-"));
  provide("cli", { file: join(folder, "bin.mjs"), scratch });
  return () => {
    for (const made of [folder, scratch]) rmSync(made, { recursive: true, force: true });
  };
}

/**
 * Bundles the command line from its sources: its processes then need half the time of such as translate each source file.
 * The folder is inside of this package, so that Node finds what the program imports.
 */
async function bundledCli(): Promise<string> {
  const cache = sources("apps/cli/node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "imgcls-"));
  await build({
    entryPoints: {
      bin: sources("apps/cli/src/bin.ts"),
      // A worker thread of packages/datasets, which looks for this name beside the program.
      "batch-worker.source": sources("packages/datasets/src/workers/batch-worker.node.ts"),
    },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["imgcls-source"],
    plugins: [onlyOwnPackages],
  });
  return folder;
}
