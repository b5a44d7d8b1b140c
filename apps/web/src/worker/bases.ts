// Networks that others have trained, as bases of a last layer on the open pictures.
import { listModels, listWeights, type PresetName, weightsInfo } from "@imgcls/architectures";
import { inputShapeFor, prepareFeatures, type RecipeDraft, transferDraft } from "@imgcls/runs";
import type { BaseChoice, BaseSettings, FeatureCount, HeadSettings } from "../protocol.js";
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
  const draft = transferDraft({
    dataset: id,
    base: architecture as PresetName,
    // The file's name as a path, or the preferred ones that are known.
    ...(weights && { weights: `./${weights.name}` }),
    fineTune,
  });
  return { ...draft, data: { ...draft.data, ...(skipped?.length && { onBadImage: "skip" }) } };
}

/** Your own images as a recipe with weights of others wants them: as it says, or in the size that these were trained with. */
export async function imagesFor({ data: wanted, model }: RecipeDraft, data: OpenedData): Promise<OpenedData> {
  const { architecture, weights } = model!;
  if (weights === undefined || data.inShape === undefined) return data;
  const { imageSize, fit = "fill" } = wanted!;
  const [height, width] = imageSize ?? inputShapeFor(architecture!, weights);
  return data.inShape({ shape: [height, width, RGB], fit });
}

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
  const images = await imagesFor(draft, data);
  signal.throwIfAborted();
  await prepareFeatures(draft, {
    data: images,
    weights: await weightsOf(base),
    engine: fastestEngine,
    signal,
    onFeatures: ({ done, total }) => onProgress({ done, total }),
  });
}
