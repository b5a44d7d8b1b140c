/** Augmentations as one writes them on a command line: `RandomCrop(32, padding=4), RandomHorizontalFlip`. */
import { AugmentationError } from "../errors.js";
import { type Augmentation, definitions } from "./augmentations.js";
import { type Call, readCalls } from "./call-text.js";
import type { Definition } from "./definition.js";
import type { Parameter } from "./parameters.js";
import { completeAugmentations } from "./plan.js";

/**
 * Reads augmentations from text: calls as in a Python program with torchvision, with or without names of
 * arguments, in either spelling (`padding_mode`, `paddingMode`); or the JSON of their plain data.
 *
 * @returns with every parameter given
 * @throws AugmentationError with everything that is wrong
 */
export function parseAugmentations(text: string): Augmentation[] {
  const isJson = /^\s*[[{]/.test(text);
  const problems: string[] = [];
  const given = isJson ? readJson(text) : readCalls(text).map((call) => specOf(call, problems));
  try {
    const completed = completeAugmentations(given);
    if (problems.length === 0) return completed;
  } catch (error) {
    if (!(error instanceof AugmentationError)) throw error;
    problems.push(...error.problems);
  }
  throw new AugmentationError(problems);
}

/** The shortest text that `parseAugmentations` reads as the same augmentations. */
export const formatAugmentations = (augmentations: readonly Augmentation[]): string =>
  completeAugmentations(augmentations)
    .map(({ type, ...values }) => {
      const { parameters } = definitions[type] as Definition;
      const written = Object.entries(values)
        .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(parameters[name]?.default))
        .map(([name, value]) => `${snakeCase(name)}=${JSON.stringify(shortest(value, parameters[name]!))}`);
      return written.length === 0 ? type : `${type}(${written.join(", ")})`;
    })
    .join(", ");

/** One number where that is read as the same: `4` for `[4, 4, 4, 4]`, `15` for `[-15, 15]`. */
function shortest(value: unknown, parameter: Parameter<unknown>): unknown {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return JSON.stringify(parameter.read(last)) === JSON.stringify(value) ? last : value;
}

function readJson(text: string): unknown[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new AugmentationError([`expected JSON, received ${text} (${(error as Error).message})`]);
  }
  return Array.isArray(data) ? data : [data];
}

/** Gives the arguments without a name the names of the first parameters. */
function specOf({ name, positional, named }: Call, problems: string[]): unknown {
  const parameters = Object.hasOwn(definitions, name)
    ? Object.keys(definitions[name as Augmentation["type"]].parameters)
    : undefined;
  if (parameters !== undefined && positional.length > parameters.length) {
    problems.push(`${name}: expected at most ${parameters.length} arguments, received ${positional.length}`);
  }
  const entries = [
    ...positional.flatMap((value, i) =>
      parameters?.[i] === undefined ? [] : [[parameters[i], value] as const],
    ),
    ...named.map(([key, value]) => [camelCase(key), value] as const),
  ];
  const keys = entries.map(([key]) => key);
  const repeated = new Set(keys.filter((key, i) => keys.indexOf(key) !== i));
  for (const key of repeated) problems.push(`${name}: ${key} is given twice`);
  return { ...Object.fromEntries(entries), type: name };
}

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
