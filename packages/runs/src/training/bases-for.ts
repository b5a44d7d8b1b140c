import { type WeightsInfo, weightsTable } from "@imgcls/architectures/weights";
import type { RecipeDraft } from "../recipe/recipe.js";
import { PREFERRED } from "../weights/choice.js";
import { findWeights } from "../weights/obtain-weights.js";

type Model = NonNullable<RecipeDraft["model"]>;

/** What is fetched where no weights are in the cache: small, quick, and as accurate as others of three times its size. */
const USUAL: Model = { architecture: "efficientnet-lite0", weights: PREFERRED };

/**
 * The networks that a draft may begin with, at least one: its own; where it names none, those whose weights are in the cache, the
 * most accurate on ImageNet first, of each architecture one.
 */
export async function basesFor(draft: RecipeDraft): Promise<readonly Model[]> {
  if (draft.model?.architecture !== undefined) return [draft.model];
  const kept = await Promise.all(weightsTable.map(isKept));
  const bases = new Map<string, Model>();
  for (const { architecture, id } of weightsTable.filter((_, i) => kept[i]).sort((a, b) => b.top1 - a.top1)) {
    if (!bases.has(architecture)) bases.set(architecture, { ...draft.model, architecture, weights: id });
  }
  return bases.size > 0 ? [...bases.values()] : [{ ...draft.model, ...USUAL }];
}

const isKept = async (info: WeightsInfo): Promise<boolean> => (await findWeights(info)).name !== undefined;
