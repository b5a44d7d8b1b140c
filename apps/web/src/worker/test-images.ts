// Whether the open images can test a model. An id says little: many folders have the same one.
import type { Dataset, LabeledImages } from "@imgcls/datasets";
import { fingerprintFor, RecipeError } from "@imgcls/runs";
import type { ModelCard } from "@imgcls/training";
import type { TestImages } from "../protocol.js";
import { titleOf } from "./data-title.js";

type Data = Dataset<LabeledImages>;

/** Compares shape, classes and, last because it reads all pixels, the training images. */
export async function compareImages(card: ModelCard, data: Data | undefined): Promise<TestImages> {
  const source = `The model was trained on ${titleOf(card.dataset.id)}`;
  if (data === undefined) return { fit: "none", reason: `${source}, which is not open here.` };
  const problems = [shapeProblem(card, data), classProblem(card, data)].filter((text) => text !== undefined);
  if (problems.length > 0) {
    return { fit: "none", reason: `${source}, and the open images do not fit it: ${problems.join("; ")}.` };
  }
  if (isPublished(card) && card.dataset.id === data.id) return { fit: "own" };
  if (await areItsImages(card, data)) return { fit: "own" };
  return { fit: "others", reason: `${source}, and the open images have its classes but are others.` };
}

/** Whether these are the images that the model was trained with. */
async function areItsImages(card: ModelCard, data: Data): Promise<boolean> {
  if ((card.dataset.sizes.train ?? 0) > data.train.length) return false;
  try {
    return (await fingerprintFor(card, data)) === card.dataset.fingerprint;
  } catch (error) {
    // They cannot be divided as its recipe says.
    if (error instanceof RecipeError) return false;
    throw error;
  }
}

/** A published set has the same images everywhere. */
const isPublished = ({ dataset }: ModelCard): boolean => !dataset.id.includes(":");

function shapeProblem({ inputShape }: ModelCard, { shape }: Data): string | undefined {
  if (String(inputShape) === String(shape)) return undefined;
  return `it reads ${inputShape.join("×")}, and they have ${shape.join("×")}`;
}

function classProblem({ classNames: known }: ModelCard, { classNames: open }: Data): string | undefined {
  if (JSON.stringify(known) === JSON.stringify(open)) return undefined;
  const lacking = known.filter((name) => !open.includes(name));
  const strange = open.filter((name) => !known.includes(name));
  const parts = [
    ...(lacking.length > 0 ? [`they have no class ${listOf(lacking)}`] : []),
    ...(strange.length > 0 ? [`it does not know ${listOf(strange)}`] : []),
  ];
  return parts.length > 0 ? parts.join(", and ") : "their classes are in another order";
}

const NAMED_AT_MOST = 3;
const LONGEST_NAME = 40;

function listOf(names: readonly string[]): string {
  const named = names.slice(0, NAMED_AT_MOST).map((name) => `“${shortened(name)}”`);
  const more = names.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const shortened = (name: string): string => {
  const characters = [...name];
  return characters.length <= LONGEST_NAME ? name : `${characters.slice(0, LONGEST_NAME - 1).join("")}…`;
};
