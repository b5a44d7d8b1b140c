import { mkdirSync, mkdtempSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";

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

export interface BundledCli {
  /** To be removed after the tests. */
  readonly folder: string;
  /** The program. */
  readonly file: string;
}

/**
 * Bundles the command line from its sources: its processes then need half the time of such as translate each source file.
 * The folder is inside of this package, so that Node finds what the program imports.
 */
export async function bundledCli(): Promise<BundledCli> {
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
  return { folder, file: join(folder, "bin.mjs") };
}
