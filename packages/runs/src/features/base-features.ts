import { featureExtractor } from "@imgcls/architectures";
import type { ImageShape } from "@imgcls/datasets";
import type { Preprocessing } from "@imgcls/training";
import type { LayersModel } from "@tensorflow/tfjs";
import { pretrainedFrom } from "../weights/load-pretrained.js";
import { onnxFeatureBase } from "../weights/onnx-architecture.js";
import type { PretrainedFile } from "../weights/pretrained-file.js";
import type { FeatureBase } from "./feature-base.js";
import { type FeatureComputer, type FeatureOptions, openFeatures } from "./feature-computer.js";

export interface BaseOfFeatures {
  readonly file: PretrainedFile;
  /** Of the images. */
  readonly shape: ImageShape;
  /** Default: what the weights need. */
  readonly preprocessing?: Preprocessing | undefined;
}

/** Features by a network that others have trained, which is gone with the computer. @throws WeightsError, BuildModelError */
export async function openBaseFeatures(
  { file, shape, preprocessing }: BaseOfFeatures,
  options: FeatureOptions,
): Promise<FeatureComputer> {
  const { whole, base } = await baseFrom(file, shape);
  try {
    const computer = await openFeatures({ ...base, ...(preprocessing && { preprocessing }) }, options);
    return {
      ...computer,
      get engine() {
        return computer.engine;
      },
      async dispose() {
        await computer.dispose();
        whole.dispose();
      },
    };
  } catch (error) {
    whole.dispose();
    throw error;
  }
}

/** The base, and the network that it is a part of. */
async function baseFrom(
  file: PretrainedFile,
  shape: ImageShape,
): Promise<{ readonly whole: LayersModel; readonly base: FeatureBase }> {
  if (file.onnx !== undefined) {
    const base = onnxFeatureBase(file, shape);
    return { whole: base.model, base };
  }
  const { model, facts } = await pretrainedFrom(file, shape);
  return {
    whole: model,
    base: { model: featureExtractor(model), preprocessing: facts.preprocessing },
  };
}
