/** What was typed for commands that are about runs → checked values. */
import * as z from "zod";
import { nameOf, parseOptions, path, type Typed } from "./checks.js";
import * as numbers from "./numbers.js";
import { decodedCacheOption, onBadImageOption } from "./own-images.js";
import { dataDirOption, pictureFile } from "./shared.js";

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

/** As many as the picture of their curves can hold. */
const MOST_CURVES = 12;
const MOST_RUNS = 100;

const compareSchema = z.object({
  out: pictureFile.optional(),
  parallel: pictureFile.optional(),
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

const demoSchema = z.object({ out: path.optional() });
export type DemoOptions = z.infer<typeof demoSchema>;
export const parseDemoOptions = (typed: Typed): DemoOptions => parseOptions("demo", demoSchema, typed);
