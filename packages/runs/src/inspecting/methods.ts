/** The ways to ask what a class score stands on, as a table. */
import {
  attributionMap,
  type GradientsOf,
  gradCam,
  gradCamPlusPlus,
  integratedGradients,
  type LayerView,
  layerCam,
  type MapsShape,
  normalized,
  occlusion,
  type ScoresOf,
  saliency,
  smoothGrad,
  type ValueMap,
} from "@imgcls/evaluation";

/** An image, and what its network says of others like it, for one class. */
export interface ExplainedImage {
  /** `[height, width, channels]`, 0..255. */
  readonly image: Float32Array;
  readonly shape: MapsShape;
  readonly gradientsOf: GradientsOf;
  readonly scoresOf: ScoresOf;
  /** Of the layer that was chosen. */
  layerView(): Promise<LayerView>;
}

interface Method {
  /** Whether it looks at a layer's feature maps; else at the image. */
  readonly ofLayer: boolean;
  /** A sentence for tables and help. */
  readonly about: string;
  /** From 0 to 1; of the layer's size or of the image's. */
  explain(image: ExplainedImage): Promise<ValueMap>;
}

/** Single pixels with huge gradients would leave all others black: cut off as in SmoothGrad's paper. */
const PIXEL_SHARE = 0.99;

const ofLayer = (about: string, mapOf: (view: LayerView) => ValueMap): Method => ({
  ofLayer: true,
  about,
  explain: async ({ layerView }) => normalized(mapOf(await layerView())),
});

const ofImage = (about: string, explain: Method["explain"]): Method => ({ ofLayer: false, about, explain });

export const METHODS = {
  "grad-cam": ofLayer("where the layer's maps speak for the class: each map by its mean gradient", gradCam),
  "grad-cam++": ofLayer("the same, and finds several objects of the class", gradCamPlusPlus),
  layercam: ofLayer("each position by its own gradient: sharp in early layers too", layerCam),
  saliency: ofImage("the gradient of the class score by each pixel", async ({ gradientsOf, image, shape }) =>
    normalized(saliency(await gradientsOf(image, 1), shape), PIXEL_SHARE),
  ),
  smoothgrad: ofImage("the mean of such gradients over noisy copies", async ({ gradientsOf, image, shape }) =>
    normalized(saliency(await smoothGrad(gradientsOf, image), shape), PIXEL_SHARE),
  ),
  "integrated-gradients": ofImage(
    "what each pixel adds to the score on the way from black to the image",
    async ({ gradientsOf, image, shape }) =>
      normalized(attributionMap(await integratedGradients(gradientsOf, image), shape), PIXEL_SHARE),
  ),
  occlusion: ofImage("how much the score falls when a grey square covers the place", async (explained) =>
    normalized(await occlusion(explained.scoresOf, explained.image, explained.shape)),
  ),
} as const satisfies Readonly<Record<string, Method>>;

export type ExplanationMethod = keyof typeof METHODS;
export const EXPLANATION_METHODS = Object.keys(METHODS) as ExplanationMethod[];

/** Whether a method looks at a layer, and a line about each. */
export const explanationMethods = (): readonly Readonly<
  Pick<Method, "ofLayer" | "about"> & { name: ExplanationMethod }
>[] =>
  EXPLANATION_METHODS.map((name) => ({ name, ofLayer: METHODS[name].ofLayer, about: METHODS[name].about }));
