// Networks that others have trained, as bases of a last layer on the open pictures.
import { listModels, listWeights, weightsInfo } from "@imgcls/architectures";
import { inputShapeFor, type RecipeDraft, transferDraft } from "@imgcls/runs";
import type { BaseChoice, HeadSettings } from "../protocol.js";
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

/** The weights' word in a recipe: the file's name as a path, or the preferred ones that are known. */
const weightsOf = ({ weights }: HeadSettings): string => (weights ? `./${weights.name}` : "imagenet");

export function headDraft(settings: HeadSettings, { id, skipped }: OpenedData): RecipeDraft {
  const draft = transferDraft({ dataset: id, base: settings.architecture, weights: weightsOf(settings) });
  return { ...draft, data: { ...draft.data, ...(skipped?.length && { onBadImage: "skip" }) } };
}

/** Your own images in the size that the base was trained with, cut as `headDraft` says. */
export const dataForBase = async (settings: HeadSettings, data: OpenedData): Promise<OpenedData> =>
  (await data.cutTo?.(inputShapeFor(settings.architecture, weightsOf(settings)))) ?? data;
