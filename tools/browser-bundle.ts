import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build, defaultClientConditions, type Rolldown } from "vite";

const root = join(import.meta.dirname, "..");
const ENTRY = "virtual:entry";

/** Peers that the program brings: a page loads them once, whatever it imports of this repository. */
const PEERS = [/^@tensorflow\/tfjs/, /^onnxruntime-web/];

export interface BrowserBundle {
  /** Of what is loaded at once; what the code imports later, when it needs it, is left out. */
  readonly gzipBytes: number;
  /** Paths from the repository's root of all modules in it, and "__vite-browser-external:fs" for Node's own. */
  readonly modules: readonly string[];
  /** What of this repository's own code is in it, before it was made small. */
  readonly ownCode: string;
}

/** What a page gets of a module with this code: the production build of Vite, from the sources, without peers. */
export async function browserBundle(code: string): Promise<BrowserBundle> {
  const result = (await build({
    root,
    configFile: false,
    logLevel: "silent",
    resolve: { conditions: ["imgcls-source", ...defaultClientConditions] },
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === ENTRY ? join(root, "entry.js") : undefined),
        load: (id) => (id === join(root, "entry.js") ? code : undefined),
      },
    ],
    build: {
      write: false,
      target: "es2023",
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: ENTRY,
        external: PEERS,
        preserveEntrySignatures: "strict",
      },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = result.output.filter((file) => file.type === "chunk");
  const chunkOf = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const loaded = new Set(chunks.filter((chunk) => chunk.isEntry));
  for (const chunk of loaded) {
    for (const imported of chunk.imports.map((name) => chunkOf.get(name))) {
      if (imported) loaded.add(imported);
    }
  }
  const modules = chunks.flatMap((chunk) => Object.entries(chunk.modules));
  return {
    gzipBytes: [...loaded].reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0),
    modules: modules.map(([id]) => relative(root, id)),
    ownCode: modules.flatMap(([id, { code }]) => (isOwn(id) ? (code ?? []) : [])).join("\n"),
  };
}

const isOwn = (id: string): boolean => id.startsWith(join(root, "packages"));
