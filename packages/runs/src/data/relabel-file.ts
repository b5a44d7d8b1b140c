/** What a person marked on the doctor's page: labels to put right and images to leave out, as a file. */
import { object, text, texts } from "@imgcls/checks";
import { RecipeError } from "../recipe/problems.js";
import type { DataSettings } from "../recipe/recipe.js";

/** The form that this version writes and reads. */
export const RELABEL_VERSION = 1;

/** What the file says in a recipe. */
export type Marks = Required<Pick<DataSettings, "relabel" | "exclude">>;

/**
 * @param name of the file, for messages
 * @throws RecipeError with everything that is wrong
 */
export function parseRelabelFile(content: string, name: string): Marks {
  let file: unknown;
  try {
    file = JSON.parse(content);
  } catch (cause) {
    throw new RecipeError([`${name}: expected JSON (${(cause as Error).message})`]);
  }
  if (!object.accepts(file)) throw new RecipeError([`${name}: expected an object`]);
  const { schemaVersion, fingerprint, labels = {}, exclude = [] } = file as Readonly<Record<string, unknown>>;
  const problems = [
    ...(schemaVersion === RELABEL_VERSION
      ? []
      : [`expected schemaVersion to be ${RELABEL_VERSION}, received ${JSON.stringify(schemaVersion)}`]),
    ...(fingerprint === undefined || text.accepts(fingerprint) ? [] : ["expected fingerprint to be a text"]),
    ...(object.accepts(labels) && Object.values(labels as object).every(text.accepts)
      ? []
      : ["expected labels to be class names by image"]),
    ...(texts.accepts(exclude) ? [] : ["expected exclude to be a list of images"]),
  ];
  if (problems.length > 0) throw new RecipeError(problems.map((problem) => `${name}: ${problem}`));
  return {
    relabel: {
      labels: labels as Record<string, string>,
      ...(fingerprint !== undefined && { fingerprint: fingerprint as string }),
    },
    exclude: exclude as string[],
  };
}
