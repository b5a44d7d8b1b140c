/** What was typed for commands that are about picture files of one's own → checked values. */
import * as z from "zod";
import { architectureIds, explanationNames, kernelNames } from "../known-ids.js";
import { nameOf, parseOptions, path, type Typed } from "./checks.js";
import * as numbers from "./numbers.js";
import { pictureFile } from "./shared.js";

const predictSchema = z.object({
  top: numbers.top.optional(),
  csv: path.optional(),
  jsonl: path.optional(),
  grid: pictureFile.optional(),
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
  parseOptions("predict", predictSchema, typed, () => [
    ...runOrBaseContradictions(files, typed),
    ...(typed.csv !== undefined && typed.jsonl !== undefined
      ? ["--csv and --jsonl each say where the predictions go: give one of them"]
      : []),
  ]);

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
