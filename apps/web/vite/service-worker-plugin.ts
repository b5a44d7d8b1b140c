import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin, type ResolvedConfig } from "vite";

/** Vite puts a digest of the content into these names. */
const HAS_DIGEST = /-[\w-]{8}\.\w+$/;
/** What opens weights in HDF5 files, five megabytes, which few visitors have. */
const ON_DEMAND = /hdf5/;

interface Entry {
  readonly url: string;
  /** Null where the name says it. */
  readonly revision: string | null;
}

/** Builds the service worker with the list of all other built files, so that it changes when one of them does. */
export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "service-worker",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle() {
      const folder = join(config.root, config.build.outDir);
      await build({
        configFile: false,
        logLevel: "warn",
        publicDir: false,
        define: { PRECACHED: JSON.stringify(await entriesOf(folder)) },
        build: {
          outDir: folder,
          emptyOutDir: false,
          rolldownOptions: {
            input: join(config.root, "src/offline/service-worker.ts"),
            output: { format: "iife", entryFileNames: "service-worker.js" },
          },
        },
      });
    },
  };
}

async function entriesOf(folder: string): Promise<Entry[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const urls = files
    .filter((file) => file.isFile())
    .map((file) =>
      join(file.parentPath, file.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((url) => !ON_DEMAND.test(url) && url !== "service-worker.js")
    .sort();
  return Promise.all(
    urls.map(async (url) => ({
      url,
      revision: HAS_DIGEST.test(url) ? null : await digestOf(join(folder, url)),
    })),
  );
}

const digestOf = async (path: string): Promise<string> =>
  createHash("sha256")
    .update(await readFile(path))
    .digest("hex")
    .slice(0, 16);
