import * as tf from "@tensorflow/tfjs";

type FileSystem = typeof import("node:fs/promises");

/**
 * Reads `model.json` and its weight files from a folder on disk, which TensorFlow.js by itself cannot. Undefined
 * where there are no files. Asked of the running platform, so that no bundler looks for Node's modules.
 */
export function fileHandler(path: string): tf.io.IOHandler | undefined {
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(path)) return undefined;
  const { process: node } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const files = node?.getBuiltinModule?.("node:fs/promises") as FileSystem | undefined;
  if (files === undefined) return undefined;
  return {
    async load() {
      const json = JSON.parse(await files.readFile(path, "utf8")) as tf.io.ModelJSON;
      const folder = path.replace(/[^/\\]*$/, "");
      return tf.io.getModelArtifactsForJSON(json, async (manifest) => {
        const parts = manifest
          .flatMap(({ paths }) => paths)
          .map((name) => files.readFile(`${folder}${name}`));
        const bytes = tf.io.CompositeArrayBuffer.join(
          (await Promise.all(parts)).map((part) => bufferOf(part)),
        );
        return [manifest.flatMap(({ weights }) => weights), bytes];
      });
    },
  };
}

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
