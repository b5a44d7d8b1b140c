/** What was typed → checked values. Every problem of a command line is reported at once. */
import { z } from "zod";
import { UsageError } from "./errors.js";
import { architectureIds, datasetIds, engineNames, optimizerNames } from "./known-ids.js";
import { recipeIds } from "./recipes.js";
import { unknownName } from "./suggest.js";

const number = (expected: string, accepts: (value: number) => boolean) =>
  z.string().transform((text, context) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (accepts(value)) return value;
    context.issues.push({ code: "custom", input: text, message: `expected ${expected}, received "${text}"` });
    return z.NEVER;
  });

export const wholeNumberFrom = (least: number) =>
  number(`a whole number from ${least}`, (value) => Number.isSafeInteger(value) && value >= least);

const LARGEST_SEED = 2 ** 32 - 1;
const seed = number(
  `a whole number from 0 to ${LARGEST_SEED}`,
  (value) => Number.isInteger(value) && value >= 0 && value <= LARGEST_SEED,
);

const positive = number("a number above 0", (value) => Number.isFinite(value) && value > 0);

/** A name out of a list; another one is refused with the nearest of the list. */
const nameOf = <const Names extends readonly string[]>(
  kind: string,
  names: Names,
  hint: (name: string) => string | undefined = () => undefined,
) =>
  z.custom<Names[number]>((value) => names.includes(value as string), {
    error: ({ input }) => hint(String(input)) ?? unknownName(kind, String(input), names),
  });

const recipeHint = (name: string): string | undefined =>
  architectureIds.includes(name)
    ? `unknown recipe "${name}", but there is such an architecture: use --dataset ID --arch ${name}`
    : undefined;

const path = z.string().min(1, "expected a path, received nothing");

export const dataDirOption = { dataDir: path.optional() };

/** TensorFlow.js backends that can run in Node; whether one is installed shows when it is loaded. */
export const backendNames = ["cpu", "wasm", "webgpu", "tensorflow"] as const;

export const trainSchema = z.object({
  recipe: nameOf("recipe", recipeIds, recipeHint).optional(),
  dataset: nameOf("data set", datasetIds).optional(),
  arch: nameOf("architecture", architectureIds).optional(),
  ...dataDirOption,
  out: path.optional(),
  epochs: wholeNumberFrom(1).optional(),
  batchSize: wholeNumberFrom(1).optional(),
  optimizer: nameOf("optimizer", optimizerNames).optional(),
  lr: positive.optional(),
  seed: seed.optional(),
  engine: nameOf("engine", engineNames).optional(),
  backend: nameOf("backend", backendNames).optional(),
  threads: wholeNumberFrom(1).optional(),
  limit: wholeNumberFrom(1).optional(),
  resume: z.literal(true).optional(),
});

export type TrainOptions = z.infer<typeof trainSchema>;

/** Options that are fine alone but not together. */
export function trainContradictions(typed: Readonly<Record<string, unknown>>): string[] {
  const has = (name: string) => typed[name] !== undefined;
  const problems: string[] = [];
  if (has("recipe") && (has("dataset") || has("arch"))) {
    problems.push(
      "--recipe names data set and architecture already: leave out --dataset and --arch, or leave out --recipe",
    );
  } else if (!has("recipe") && has("dataset") !== has("arch")) {
    problems.push(`--dataset and --arch belong together: add ${has("dataset") ? "--arch" : "--dataset"}`);
  } else if (!has("recipe") && !has("dataset") && !has("resume")) {
    problems.push("what to train is missing: give --recipe ID, or --dataset ID and --arch ID");
  }
  if (has("backend") && typed.engine === "onnx") {
    problems.push("--backend is for TensorFlow.js: use it with --engine tfjs, or leave it out");
  }
  if (has("threads") && (typed.engine === "tfjs" || has("backend"))) {
    problems.push("--threads is for the onnx engine: leave it out with --engine tfjs or --backend");
  }
  if (has("resume") && !has("out")) {
    problems.push("--resume needs --out with the folder of the run to continue");
  }
  return problems;
}

const flagOf = (key: PropertyKey): string =>
  `--${String(key).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * @throws UsageError with everything that is wrong
 */
export function parseOptions<Schema extends z.ZodObject>(
  command: string,
  schema: Schema,
  typed: Readonly<Record<string, unknown>>,
  contradictions: (typed: Readonly<Record<string, unknown>>) => readonly string[] = () => [],
): z.infer<Schema> {
  const parsed = schema.safeParse(typed);
  const problems = [
    ...(parsed.error?.issues.map(({ path: [key], message }) => `${flagOf(key!)}: ${message}`) ?? []),
    ...contradictions(typed),
  ];
  if (!parsed.success || problems.length > 0) throw new UsageError(problems, command);
  return parsed.data;
}
