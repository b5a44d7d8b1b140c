import { featureExtractor } from "@imgcls/architectures";
import type { ImageShape } from "@imgcls/datasets";
import type { Preprocessing } from "@imgcls/training";
import { pretrainedFrom } from "../weights/load-pretrained.js";
import type { PretrainedFile } from "../weights/pretrained-file.js";
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
  const { model, facts } = await pretrainedFrom(file, shape);
  try {
    const base = { model: featureExtractor(model), preprocessing: preprocessing ?? facts.preprocessing };
    const computer = await openFeatures(base, options);
    return {
      ...computer,
      get engine() {
        return computer.engine;
      },
      async dispose() {
        await computer.dispose();
        model.dispose();
      },
    };
  } catch (error) {
    model.dispose();
    throw error;
  }
}
