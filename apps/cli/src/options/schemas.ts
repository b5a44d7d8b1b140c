/** What was typed → checked values, for every command. Nothing large is loaded for it. */
import { unknownName } from "@imgcls/checks";
import { isOnnxPath, validation as validationField } from "@imgcls/runs/fields";
import * as z from "zod";
import {
  architectureIds,
  clusterMethodNames,
  deviceNames,
  engineNames,
  explanationNames,
  kernelNames,
  optimizerNames,
  recipeIds,
} from "../known-ids.js";
import { baseName, datasetName, imageSize, nameOf, parseOptions, path, type Typed } from "./checks.js";
import * as numbers from "./numbers.js";
import { decodedCacheOption, fitOption, onBadImageOption, ownImagesContradictions } from "./own-images.js";

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

const dataDirOption = { dataDir: path.optional() };

/** Read by `parseAugmentations` when it is used: that needs the data sets' package. */
const augmentOption = { augment: z.string().optional() };

const projectionNames = ["pca", "umap"] as const;

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

const OF_BASE = { weights: "--weights", fineTune: "--fine-tune", within: "--within" } as const;

/** An ONNX file has weights of its own, and they stay as they are. */
const onnxContradictions = (typed: Typed): string[] =>
  Object.entries(OF_BASE).flatMap(([name, flag]) =>
    typed[name] === undefined
      ? []
      : [
          `${flag} is for architectures, and --base is an ONNX file, of which only a head is computed: leave it out`,
        ],
  );

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

/** Which data set it is stands in the run folder, so whether these options fit shows there. */
const evaluateSchema = z.object({
  baseline: path.optional(),
  ...dataDirOption,
  ...onBadImageOption,
  ...decodedCacheOption,
  charts: path.optional(),
});
export type EvaluateOptions = z.infer<typeof evaluateSchema>;
export const parseEvaluateOptions = (typed: Typed): EvaluateOptions =>
  parseOptions("evaluate", evaluateSchema, typed);

const predictSchema = z.object({
  top: numbers.top.optional(),
  csv: path.optional(),
  invert: z.boolean().optional(),
  drawing: z.boolean().optional(),
  base: nameOf("architecture", architectureIds).optional(),
  weights: z.string().optional(),
  classNames: path.optional(),
});

/** What is given of a run's images, or of a network that others have trained. */
function runOrBaseContradictions(files: readonly string[], typed: Typed): string[] {
  const others = { weights: "--weights", classNames: "--class-names" } as const;
  const ofRuns = { invert: "--invert", drawing: "--drawing" } as const;
  const given = (flags: Readonly<Record<string, string>>) =>
    Object.entries(flags).flatMap(([name, flag]) => (typed[name] === undefined ? [] : [flag]));
  return [
    ...(files.length === 0 ? ["expected a run folder (or --base and a network) and image files"] : []),
    ...(files.filter((file) => file === "-").length > 1 ? ["-, the list on stdin, can be given once"] : []),
    ...(files.includes("") ? ["expected the name of a file or folder, received an empty text"] : []),
    ...(typed.base === undefined
      ? given(others).map((flag) => `${flag} needs --base, the name of the network`)
      : given(ofRuns).map((flag) => `${flag} is for runs: leave it out with --base`)),
  ];
}

export type PredictOptions = z.infer<typeof predictSchema>;
export const parsePredictOptions = (files: readonly string[], typed: Typed): PredictOptions =>
  parseOptions("predict", predictSchema, typed, () => runOrBaseContradictions(files, typed));

const inspectSchema = z.object({
  out: path.optional(),
  layer: z.array(z.string().min(1, "expected the name of a layer, received nothing")).optional(),
  method: z.array(nameOf("method", [...explanationNames, "all"])).optional(),
  class: z.string().optional(),
  invert: z.boolean().optional(),
  drawing: z.boolean().optional(),
  base: nameOf("architecture", architectureIds).optional(),
  weights: z.string().optional(),
  classNames: path.optional(),
});
export type InspectOptions = z.infer<typeof inspectSchema>;
export const parseInspectOptions = (files: readonly string[], typed: Typed): InspectOptions =>
  parseOptions("inspect", inspectSchema, typed, () => runOrBaseContradictions(files, typed));

const kernelsSchema = z.object({
  out: path.optional(),
  kernel: nameOf("kernel", kernelNames).optional(),
});
export type KernelsOptions = z.infer<typeof kernelsSchema>;
export const parseKernelsOptions = (typed: Typed): KernelsOptions =>
  parseOptions("kernels", kernelsSchema, typed);

const exportFormats = ["onnx", "tfjs"] as const;

const exportSchema = z.object({
  format: nameOf("format", exportFormats),
  out: path.optional(),
  opset: numbers.opset.optional(),
  fp16: z.boolean().optional(),
  logits: z.boolean().optional(),
  preprocessing: z.boolean().optional(),
  batchSize: numbers.batchSize.optional(),
});

/** Options that only one format has. */
function exportContradictions(typed: Typed): string[] {
  if (typed.format !== "tfjs") return [];
  const flags = { opset: "--opset", fp16: "--fp16", logits: "--logits", batchSize: "--batch-size" } as const;
  const given = [
    ...Object.entries(flags).flatMap(([name, flag]) => (typed[name] === undefined ? [] : [flag])),
    ...(typed.preprocessing === false ? ["--no-preprocessing"] : []),
  ];
  return [
    ...(given.length > 0 ? [`${given.join(", ")}: for --format onnx alone, leave it out with tfjs`] : []),
    ...(typed.out === undefined ? ["--format tfjs needs --out with the folder to write to"] : []),
  ];
}

export type ExportOptions = z.infer<typeof exportSchema>;
export const parseExportOptions = (typed: Typed): ExportOptions =>
  parseOptions("export", exportSchema, typed, exportContradictions);

const downloadSchema = z.object(dataDirOption);
export type DownloadOptions = z.infer<typeof downloadSchema>;
export const parseDownloadOptions = (typed: Typed): DownloadOptions =>
  parseOptions("datasets download", downloadSchema, typed);

const infoSchema = z.object(onBadImageOption);
export type InfoOptions = z.infer<typeof infoSchema>;
export const parseInfoOptions = (id: string, typed: Typed): InfoOptions =>
  parseOptions("datasets info", infoSchema, typed, () => ownImagesContradictions(typed, id));

const previewSchema = z.object({
  ...dataDirOption,
  ...fitOption,
  ...onBadImageOption,
  ...decodedCacheOption,
  out: path.regex(/\.(png|html)$/i, {
    error: ({ input }) => `expected a name that ends in .png or .html, received "${String(input)}"`,
  }),
  count: numbers.previewCount.optional(),
  ...augmentOption,
});
export type PreviewOptions = z.infer<typeof previewSchema>;
export const parsePreviewOptions = (id: string, typed: Typed): PreviewOptions =>
  parseOptions("datasets preview", previewSchema, typed, () => ownImagesContradictions(typed, id));

/** As many as the picture of their curves can hold. */
const MOST_CURVES = 12;
const MOST_RUNS = 100;

const pictureFile = path
  .regex(/\.(png|svg)$/i, {
    error: ({ input }) => `expected a name that ends in .svg or .png, received "${String(input)}"`,
  })
  .optional();

const compareSchema = z.object({
  out: pictureFile,
  parallel: pictureFile,
  metric: z.string().min(1).optional(),
});
export type CompareOptions = z.infer<typeof compareSchema>;
export const parseCompareOptions = (runs: readonly string[], typed: Typed): CompareOptions =>
  parseOptions("runs compare", compareSchema, typed, () => {
    const most = typed.out === undefined ? MOST_RUNS : MOST_CURVES;
    return runs.length < 2 || runs.length > most
      ? [
          `expected 2 to ${most} run folders${typed.out === undefined ? "" : " with --out"}, received ${runs.length}`,
        ]
      : [];
  });

const learningCurveSchema = z.object({
  base: baseName,
  weights: path.optional(),
  out: pictureFile,
  ...dataDirOption,
  ...decodedCacheOption,
});
export type LearningCurveOptions = z.infer<typeof learningCurveSchema>;
export const parseLearningCurveOptions = (data: string, typed: Typed): LearningCurveOptions =>
  parseOptions("learning-curve", learningCurveSchema, typed, () => dataContradictions(data, typed));

const clusterSchema = z.object({
  clusters: numbers.clusters.optional(),
  method: nameOf("method", clusterMethodNames).optional(),
  projection: nameOf("projection", projectionNames).optional(),
  base: baseName.optional(),
  weights: path.optional(),
  limit: numbers.imageLimit.optional(),
  seed: numbers.seed.optional(),
  out: path.optional(),
  ...onBadImageOption,
  ...dataDirOption,
  ...decodedCacheOption,
});
export type ClusterOptions = z.infer<typeof clusterSchema>;
export const parseClusterOptions = (data: string, typed: Typed): ClusterOptions =>
  parseOptions("cluster", clusterSchema, typed, () => [
    ...dataContradictions(data, typed),
    ...weightsWithoutBase(typed),
  ]);

/** Of commands whose argument is a data set. */
function dataContradictions(data: string, typed: Typed): string[] {
  const named = datasetName.safeParse(data);
  const { decodedCache, onBadImage } = typed;
  return [
    ...(isOnnxPath(String(typed.base)) ? onnxContradictions(typed) : []),
    ...(named.error?.issues.map(({ message }) => message) ?? []),
    ...ownImagesContradictions({ decodedCache, onBadImage }, data),
  ];
}

const weightsWithoutBase = ({ weights, base }: Typed): string[] =>
  weights !== undefined && base === undefined ? ["--weights is for --base: give one, or leave it out"] : [];

const doctorSchema = z.object({
  base: baseName.optional(),
  weights: path.optional(),
  out: path.optional(),
  ...dataDirOption,
  ...decodedCacheOption,
});
export type DoctorOptions = z.infer<typeof doctorSchema>;
export const parseDoctorOptions = (data: string, typed: Typed): DoctorOptions =>
  parseOptions("doctor", doctorSchema, typed, () => [
    ...weightsWithoutBase(typed),
    ...dataContradictions(data, typed),
  ]);

const demoSchema = z.object({ out: path.optional() });
export type DemoOptions = z.infer<typeof demoSchema>;
export const parseDemoOptions = (typed: Typed): DemoOptions => parseOptions("demo", demoSchema, typed);
