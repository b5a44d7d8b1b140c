/** What was typed for commands that are about a data set → checked values. */
import { isOnnxPath } from "@imgcls/runs/fields";
import * as z from "zod";
import { clusterMethodNames } from "../known-ids.js";
import { baseName, datasetName, nameOf, parseOptions, path, type Typed } from "./checks.js";
import * as numbers from "./numbers.js";
import { decodedCacheOption, fitOption, onBadImageOption, ownImagesContradictions } from "./own-images.js";
import { augmentOption, dataDirOption, onnxContradictions, pictureFile } from "./shared.js";

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

const learningCurveSchema = z.object({
  base: baseName,
  weights: path.optional(),
  out: pictureFile.optional(),
  ...dataDirOption,
  ...decodedCacheOption,
});
export type LearningCurveOptions = z.infer<typeof learningCurveSchema>;
export const parseLearningCurveOptions = (data: string, typed: Typed): LearningCurveOptions =>
  parseOptions("learning-curve", learningCurveSchema, typed, () => dataContradictions(data, typed));

const projectionNames = ["pca", "umap"] as const;

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
