// Networks that others have trained, as bases of a last layer on the open pictures.
import { listModels, listWeights, type PresetName, weightsInfo } from "@imgcls/architectures";
import {
  inputShapeFor,
  prepareFeatures,
  pretrainedFile,
  type RecipeDraft,
  transferDraft,
} from "@imgcls/runs";
import {
  type BaseChoice,
  type BaseSettings,
  type FeatureCount,
  type HeadSettings,
  ONNX_FILE,
} from "../protocol.js";
import { fastestEngine } from "./engines.js";
import type { OpenedData } from "./open-data.js";

/** Those whose weights are known by name, by the order in which they are listed, then all others. */
export function listBases(): BaseChoice[] {
  const known = new Map<string, string>();
  for (const id of listWeights()) {
    const { architecture } = weightsInfo(id);
    if (!known.has(architecture)) known.set(architecture, id);
  }
  const others = listModels().filter((name) => !known.has(name));
  return [
    ...Array.from(known, ([architecture, weights]) => ({ architecture, weights })),
    ...others.map((architecture) => ({ architecture, weights: undefined })),
  ];
}

export function headDraft(
  { architecture, weights, fineTune }: Omit<HeadSettings, "engine">,
  { id, skipped }: OpenedData,
): RecipeDraft {
  // The file's name as a path, or the preferred weights that are known.
  const path = weights && `./${weights.name}`;
  const draft = transferDraft({
    dataset: id,
    ...(architecture === ONNX_FILE
      ? { base: path! }
      : { base: architecture as PresetName, ...(path && { weights: path }) }),
    fineTune,
  });
  return { ...draft, data: { ...draft.data, ...(skipped?.length && { onBadImage: "skip" }) } };
}

/**
 * Your own images as a recipe with weights of others wants them: as it says, or in the size that these were trained with.
 *
 * @param file of the weights, where it was chosen: an ONNX file says the size itself
 */
export async function imagesFor(
  { data: wanted, model }: RecipeDraft,
  data: OpenedData,
  file: Uint8Array | undefined,
): Promise<OpenedData> {
  const { architecture, weights } = model!;
  if (weights === undefined || data.inShape === undefined) return data;
  const { imageSize, fit = "fill" } = wanted!;
  const [height, width] = imageSize ?? (await sizeFor(architecture!, weights, file));
  return data.inShape({ shape: [height, width, RGB], fit });
}

const sizeFor = async (architecture: string, weights: string, file: Uint8Array | undefined) =>
  inputShapeFor(
    architecture,
    weights,
    architecture === ONNX_FILE && file ? await pretrainedFile(architecture, file) : undefined,
  );

const RGB = 3;

export const weightsOf = async ({ weights }: BaseSettings): Promise<Uint8Array | undefined> =>
  weights && new Uint8Array(await weights.arrayBuffer());

interface Preparation {
  readonly data: OpenedData;
  readonly signal: AbortSignal;
  onProgress(count: FeatureCount): void;
}

/** Nothing for images that no base takes. */
export async function prepareBase(
  base: BaseSettings,
  { data, signal, onProgress }: Preparation,
): Promise<void> {
  if (data.shape[2] !== RGB) return;
  const draft = headDraft({ ...base, fineTune: false }, data);
  const weights = await weightsOf(base);
  const images = await imagesFor(draft, data, weights);
  signal.throwIfAborted();
  await prepareFeatures(draft, {
    data: images,
    weights,
    engine: fastestEngine,
    signal,
    onFeatures: ({ done, total }) => onProgress({ done, total }),
  });
}
