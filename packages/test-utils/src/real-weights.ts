import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../../shared/data/weights", import.meta.url));
const SIZE = 224;

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
    picture: picture(),
    logits: floats("logits.f32"),
    features: floats("features.f32"),
  };
}

const picture = (): Uint8Array =>
  Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, index) => {
    const [c, x, y] = [index % 3, Math.floor(index / 3) % SIZE, Math.floor(index / 3 / SIZE)];
    return (7 * x + 3 * y + 50 * c + Math.floor((x * y) / 9)) % 256;
  });
