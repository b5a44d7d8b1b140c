/** A LayersModel of TensorFlow.js on disk: `model.json` and, beside it, the files with the numbers. */
import { sha256 } from "@imgcls/datasets";
import { joinContent } from "@imgcls/training";
import { readWeightsFile } from "#weights-file";
import { PretrainedError } from "./errors.js";
import type { PretrainedFile } from "./pretrained-file.js";
import { folderOf, isBeside } from "./weights-path.js";

type LayersModelFile = Pick<PretrainedFile, "bytes" | "sha256" | "manifest">;

/** @throws PretrainedError when a file is not there, or the first is no LayersModel */
export async function layersModelAt(path: string): Promise<LayersModelFile> {
  const json = await readWeightsFile(path);
  const manifest = manifestOf(json);
  const names = namesIn(manifest);
  if (names === undefined) {
    throw new PretrainedError([
      `weights "${path}": expected the model.json of a LayersModel of TensorFlow.js, with its weightsManifest and files beside it, found something else`,
    ]);
  }
  const parts = await Promise.all(names.map((name) => readWeightsFile(`${folderOf(path)}${name}`)));
  return { manifest, bytes: joinContent(parts), sha256: await sha256(json, ...parts) };
}

function manifestOf(json: Uint8Array): unknown {
  try {
    const model = JSON.parse(new TextDecoder().decode(json)) as { readonly weightsManifest?: unknown } | null;
    return model?.weightsManifest;
  } catch {
    return undefined;
  }
}

/** Names of files in the same folder or below it; a file that names others is none of TensorFlow.js. */
function namesIn(manifest: unknown): readonly string[] | undefined {
  if (!Array.isArray(manifest)) return undefined;
  const names: unknown[] = manifest.flatMap(
    (group: { readonly paths?: unknown } | null) => group?.paths ?? [],
  );
  return names.length > 0 && names.every(isBeside) ? names : undefined;
}
