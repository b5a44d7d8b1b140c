/** What was given → augmentations with every parameter in place, each with the shape that reaches it. */
import { nearest } from "@imgcls/checks";
import { AugmentationError } from "../errors.js";
import type { ImageShape } from "../labeled-images.js";
import { type Augmentation, augmentationTypes, definitions } from "./augmentations.js";
import type { Definition, Values } from "./definition.js";

export interface PlannedAugmentation {
  readonly definition: Definition;
  readonly values: Values;
  readonly inputShape: ImageShape;
  readonly outputShape: ImageShape;
}

/**
 * The same augmentations with every parameter given, in its one form: what a model card keeps, so that a
 * default which changes some day does not change what was done.
 *
 * @throws AugmentationError with everything that is wrong
 */
export function completeAugmentations(given: readonly unknown[]): Augmentation[] {
  const problems: string[] = [];
  const completed = given.map((one, position) => complete(one, position, problems));
  if (problems.length > 0) throw new AugmentationError(problems);
  return completed.map((one) => ({ type: one!.type, ...one!.values }) as Augmentation);
}

/** @throws AugmentationError with everything that is wrong, also for images of this shape */
export function planAugmentations(given: readonly unknown[], shape: ImageShape): PlannedAugmentation[] {
  const problems: string[] = [];
  const planned: PlannedAugmentation[] = [];
  let inputShape = shape;
  given.forEach((one, position) => {
    const completed = complete(one, position, problems);
    if (completed === undefined) return;
    const { type, definition, values } = completed;
    const here = definition.problems?.(values, inputShape) ?? [];
    problems.push(...here.map((problem) => `${type}: ${problem}`));
    const outputShape = definition.outputShape?.(values, inputShape) ?? inputShape;
    planned.push({ definition, values, inputShape, outputShape });
    inputShape = outputShape;
  });
  if (problems.length > 0) throw new AugmentationError(problems);
  return planned;
}

interface Completed {
  readonly type: string;
  readonly definition: Definition;
  readonly values: Values;
}

function complete(given: unknown, position: number, problems: string[]): Completed | undefined {
  if (typeof given !== "object" || given === null || !("type" in given)) {
    problems.push(
      `expected { type: "RandomCrop", … } or the like at position ${position}, received ${show(given)}`,
    );
    return undefined;
  }
  const { type, ...parameters } = given;
  const definition = definitionOf(type);
  if (definition === undefined) {
    problems.push(unknown("augmentation", String(type), augmentationTypes));
    return undefined;
  }
  const before = problems.length;
  const values = valuesOf(definition, parameters, (problem) => problems.push(`${type}: ${problem}`));
  return problems.length > before ? undefined : { type: String(type), definition, values };
}

const definitionOf = (type: unknown): Definition | undefined =>
  Object.hasOwn(definitions, String(type))
    ? (definitions as Readonly<Record<string, Definition>>)[String(type)]
    : undefined;

function valuesOf({ parameters }: Definition, given: Values, report: (problem: string) => void): Values {
  const names = Object.keys(parameters);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) report(unknown("parameter", name, names));
  }
  const entries = names.map((name) => {
    const parameter = parameters[name]!;
    const value = given[name] ?? undefined;
    if (value === undefined) {
      if (parameter.default === undefined) report(`${name} is missing: expected ${parameter.expected}`);
      return [name, parameter.default] as const;
    }
    const read = parameter.read(value);
    if (read === undefined) report(`expected ${name} to be ${parameter.expected}, received ${show(value)}`);
    return [name, read] as const;
  });
  return Object.fromEntries(entries);
}

function unknown(kind: string, name: string, known: readonly string[]): string {
  const suggestion = nearest(name, known);
  const hint = suggestion === undefined ? "" : `, did you mean ${suggestion}?`;
  return `unknown ${kind} "${name}"${hint} (${known.length === 0 ? "it has none" : `known: ${known.join(", ")}`})`;
}

const show = (value: unknown): string => JSON.stringify(value) ?? String(value);
