import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { realPicture } from "./real-picture.js";

const folder = fileURLToPath(new URL("../../../../shared/data/weights", import.meta.url));

export interface RealWeights {
  /** EfficientNet-Lite0, trained on ImageNet: a safetensors file with timm's names. */
  readonly file: Uint8Array;
  /** One picture, `[224, 224, 3]`: `(7x + 3y + 50c + ⌊xy / 9⌋) mod 256`. */
  readonly picture: Uint8Array;
  /** What timm computes of it: 1,000 logits, and 1,280 features before the last layer. */
  readonly logits: Float32Array;
  readonly features: Float32Array;
}

/** A real pretrained network beside the repository, when somebody has put it there. */
export function realWeights(): RealWeights | undefined {
  if (!existsSync(folder)) {
    console.log("Skipped: the tests on real weights need ../shared/data/weights.");
    return undefined;
  }
  const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const floats = (name: string) => new Float32Array(read(join("reference", name)).buffer);
  return {
    file: read("tf_efficientnet_lite0.in1k.safetensors"),
    picture: realPicture(),
    logits: floats("logits.f32"),
    features: floats("features.f32"),
  };
}
