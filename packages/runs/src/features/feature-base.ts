import { sha256 } from "@imgcls/datasets";
import { type Preprocessing, readWeights } from "@imgcls/training";
import type { LayersModel } from "@tensorflow/tfjs";

/** A network without its last layer, and what a pixel becomes before its first. */
export interface FeatureBase {
  /** `[images, height, width, channels]` → `[images, width]`, as `featureExtractor` of @imgcls/architectures makes it. */
  readonly model: LayersModel;
  readonly preprocessing: Preprocessing;
}

/** How many numbers the base makes of an image. @throws Error when it makes maps of them */
export function widthOf({ model }: FeatureBase): number {
  const shapes = model.outputs.map(({ shape }) => shape);
  const [, width] = shapes[0] ?? [];
  if (shapes.length === 1 && shapes[0]!.length === 2 && typeof width === "number") return width;
  throw new Error(
    `[imgcls/runs] features: expected a base that makes [images, width], received ${model.name} with ${shapes.map((shape) => `[${shape}]`).join(", ")}. Use featureExtractor(model), or the name of a layer behind its pooling.`,
  );
}

/** Raised when the same base makes other features of the same image. */
const VERSION = 1;

/**
 * 64 hexadecimal digits that are others as soon as the base would make other features: layers, sizes, preprocessing or a
 * weight differ. How weights were drawn at first, and which are trained, says nothing about their values.
 */
export async function digestOfBase({ model, preprocessing }: FeatureBase): Promise<string> {
  const layers = JSON.stringify(
    model.layers.map((layer) => [layer.getClassName(), layer.getConfig()]),
    (key, value) => (/initializer$|^trainable$/i.test(key) ? undefined : value),
  );
  const header = new TextEncoder().encode(JSON.stringify([VERSION, preprocessing, layers]));
  const weights = [...(await readWeights(model)).values()];
  return sha256(
    header,
    ...weights.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  );
}
