/** What was typed for `train` → checked values. Nothing large is loaded for it. */
import { unknownName } from "@imgcls/checks";
import { isOnnxPath, validation as validationField } from "@imgcls/runs/fields";
import * as z from "zod";
import { architectureIds, deviceNames, engineNames, optimizerNames, recipeIds } from "../known-ids.js";
import { baseName, datasetName, imageSize, nameOf, parseOptions, path, type Typed } from "./checks.js";
import * as numbers from "./numbers.js";
import { decodedCacheOption, fitOption, onBadImageOption, ownImagesContradictions } from "./own-images.js";
import { augmentOption, dataDirOption, OF_BASE, onnxContradictions } from "./shared.js";

/** A recipe's id, or the file of one. */
const recipeName = z.string().superRefine((text, context) => {
  if (/[\\/]|\.json$/.test(text) || recipeIds.includes(text)) return;
  context.addIssue({ code: "custom", message: recipeHint(text) ?? unknownName("recipe", text, recipeIds) });
});

/** A word as it is, else a number. */
const validation = z.string().transform((text, context): string | number => {
  const value = text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
  if (validationField.accepts(value)) return value;
  context.issues.push({
    code: "custom",
    input: text,
    message: `expected ${validationField.expected}, received "${text}"`,
  });
  return z.NEVER;
});

const classWeightNames = ["none", "balanced"] as const;

const recipeHint = (name: string): string | undefined =>
  architectureIds.includes(name)
    ? `unknown recipe "${name}", but there is such an architecture: use --dataset ID --arch ${name}`
    : undefined;

/** TensorFlow.js backends that can run in Node; whether one is installed shows when it is loaded. */
const backendNames = ["cpu", "wasm", "webgpu", "tensorflow"] as const;

const trainSchema = z.object({
  recipe: recipeName.optional(),
  from: path.optional(),
  set: z.array(z.string()).optional(),
  dataset: datasetName.optional(),
  imageSize: imageSize.optional(),
  ...fitOption,
  ...onBadImageOption,
  ...decodedCacheOption,
  arch: nameOf("architecture", architectureIds).optional(),
  base: baseName.optional(),
  weights: path.optional(),
  fineTune: z.boolean().optional(),
  within: numbers.duration.optional(),
  ...dataDirOption,
  out: path.optional(),
  epochs: numbers.epochs.optional(),
  batchSize: numbers.batchSize.optional(),
  optimizer: nameOf("optimizer", optimizerNames).optional(),
  lr: numbers.learningRate.optional(),
  seed: numbers.seed.optional(),
  engine: nameOf("engine", engineNames).optional(),
  backend: nameOf("backend", backendNames).optional(),
  device: nameOf("device", deviceNames).optional(),
  threads: numbers.threads.optional(),
  exclude: path.optional(),
  relabel: path.optional(),
  limit: numbers.imageLimit.optional(),
  validation: validation.optional(),
  classWeight: nameOf("class weight", classWeightNames).optional(),
  ...augmentOption,
  resume: z.boolean().optional(),
});

/** Options that are valid one by one but not together. */
function trainContradictions(typed: Typed): string[] {
  const has = (name: string) => typed[name] !== undefined;
  const problems: string[] = [];
  const sources = ["recipe", "from"].filter(has);
  const networks = ["arch", "base"].filter(has);
  const choosesBase = has("within") && has("dataset") && networks.length === 0;
  if (has("within") && (has("epochs") || has("fineTune"))) {
    problems.push("--within chooses the epochs: leave out --epochs and --fine-tune, or leave out --within");
  }
  for (const [name, flag] of Object.entries(OF_BASE)) {
    if (has(name) && !has("base") && !has("resume") && !(name === "within" && choosesBase))
      problems.push(`${flag} is for --base: give one, or leave it out`);
  }
  if (isOnnxPath(String(typed.base))) problems.push(...onnxContradictions(typed));
  if (networks.length === 2) {
    problems.push(
      "--arch trains all of a network from the start, --base begins with one that others have trained: give one",
    );
  } else if (sources.length === 2) {
    problems.push("--recipe and --from each say what to train: give one of them");
  } else if (sources.length === 1 && (has("dataset") || networks.length > 0)) {
    const flag = `--${sources[0]}`;
    problems.push(
      `${flag} names data set and architecture already: leave out --dataset and --${networks[0] ?? "arch"}, or leave out ${flag}`,
    );
  } else if (
    sources.length === 0 &&
    !has("resume") &&
    has("dataset") !== (networks.length > 0 || choosesBase)
  ) {
    const network = networks[0] ?? "arch";
    const missing = has("dataset") ? "--arch, or --base for a network that others have trained" : "--dataset";
    problems.push(`--dataset and --${network} belong together: add ${missing}`);
  } else if (sources.length === 0 && !has("dataset") && !has("resume")) {
    problems.push(
      "what to train is missing: give --recipe ID or FILE.json, --from RUN, or --dataset ID and --arch ID",
    );
  }
  if (has("from") && has("resume")) {
    problems.push("--from begins a new training, --resume goes on with one: give one of them");
  }
  // A file of a recipe and a run know their data sets, and what is asked is compared with it.
  if (has("dataset") || recipeIds.includes(String(typed.recipe)))
    problems.push(...ownImagesContradictions(typed, typed.dataset));
  if (has("backend") && typed.engine === "onnx") {
    problems.push("--backend is for TensorFlow.js: use it with --engine tfjs, or leave it out");
  }
  for (const name of ["device", "threads"]) {
    if (has(name) && (typed.engine === "tfjs" || has("backend"))) {
      problems.push(`--${name} is for the onnx engine: leave it out with --engine tfjs or --backend`);
    }
  }
  if (has("resume") && !has("out")) {
    problems.push("--resume needs --out with the folder of the run to continue");
  }
  return problems;
}

export type TrainOptions = z.infer<typeof trainSchema>;
export const parseTrainOptions = (typed: Typed): TrainOptions =>
  parseOptions("train", trainSchema, typed, trainContradictions);
