import type { PresetName } from "@imgcls/architectures";
import type { Dataset, ImageShape } from "@imgcls/datasets";
import { type DataAccess, loadData } from "../data/load-data.js";
import { isPlaceId } from "../data/place-id.js";
import type { RecipeDraft } from "../recipe/recipe.js";
import { baseNamed, inputShapeFor, PREFERRED } from "../weights/choice.js";
import { type PretrainedFile, pretrainedFile } from "../weights/pretrained-file.js";

/** A network that others have trained, and images to compute its features of. */
export interface BaseRequest extends DataAccess {
  /** The architecture of the base, or an ONNX file. */
  readonly base: PresetName | (string & {});
  /** "imagenet", an id of `listWeights`, a file, or its bytes. Default "imagenet". */
  readonly weights?: string | Uint8Array | undefined;
  /** The images, where they are open already. Default: they are loaded. */
  readonly data?: Dataset | undefined;
}

/**
 * The file of a base, and the shape of the images that it needs.
 *
 * @throws PretrainedError, and what loading throws
 */
export async function openBase({
  base,
  weights: given = PREFERRED,
  signal,
  onProgress,
}: Omit<BaseRequest, "data">): Promise<{ readonly file: PretrainedFile; readonly shape: ImageShape }> {
  const { architecture, weights } = baseNamed(base, given);
  const file = await pretrainedFile(architecture, weights, { signal, onProgress });
  const name = typeof weights === "string" ? weights : undefined;
  return { file, shape: inputShapeFor(architecture, name, file) };
}

/**
 * The file of a base, and a data set in the size that it needs; your own images are cut to it.
 *
 * @param settings what else is said of the data
 * @throws PretrainedError, WeightsError, and what loading throws
 */
export async function dataForBase(
  dataset: string,
  request: BaseRequest,
  settings: RecipeDraft["data"] = {},
): Promise<{ readonly file: PretrainedFile; readonly data: Dataset }> {
  const { file, shape } = await openBase(request);
  const own = { ...settings, dataset, ...(isPlaceId(dataset) && { fit: "cover" as const }) };
  return { file, data: request.data ?? (await loadData(own, shape, request)) };
}
