import { realPicture } from "@imgcls/test-utils";
import { inject, it } from "vitest";
import { expectRealLogits } from "./real-logits.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the files of a pretrained network; "" where there is none. */
    weightsFolder: string;
  }
}

const folder = inject("weightsFolder");
if (folder === "") console.log("Skipped: the tests on real weights need ../shared/data/weights.");

async function fetched(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`/@fs${folder}/${name}`);
  if (!response.ok) throw new Error(`${name}: the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

it.skipIf(folder === "")("a network trained on ImageNet has timm's logits in a page", async () => {
  const floats = async (name: string) => new Float32Array((await fetched(`reference/${name}`)).buffer);
  await expectRealLogits({
    file: await fetched("tf_efficientnet_lite0.in1k.safetensors"),
    picture: realPicture(),
    logits: await floats("logits.f32"),
    features: await floats("features.f32"),
  });
});
