import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain, channelsOf, join } from "../blocks/chain.js";
import { type ConvNormOptions, convNorm } from "../blocks/convolution.js";
import { squeezeExcitation } from "../blocks/squeeze-excitation.js";
import { heNormalFanOut, truncatedNormal } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset } from "../preset.js";
import { IMAGENET } from "./imagenet.js";

export interface RegnetYVariant {
  /** Channels of each stage; multiples of `groupSize`. */
  readonly widths: readonly number[];
  /** Blocks in each stage. */
  readonly depths: readonly number[];
  /** Channels of a group in the 3×3 convolutions. */
  readonly groupSize: number;
}

type Unit = Pick<ConvNormOptions, "filters" | "kernelSize" | "strides" | "groups" | "activation">;

const unit = (layers: LayerFactory, name: string, options: Unit) =>
  convNorm(layers, { ...options, name: `${name}.conv`, normalization: `${name}.bn` });

/**
 * RegNetY with timm's layers and names. Logits, `[batch, classes]`. With the small stem the first convolution and the
 * first stage have stride 1.
 */
export const regnetY =
  ({ widths, depths, groupSize }: RegnetYVariant) =>
  ({ input, classes, layers, stem }: BuildOptions): SymbolicTensor => {
    const isSmall = stem === "small";
    const first = { filters: 32, kernelSize: 3, strides: isSmall ? 1 : 2, activation: "relu" } as const;
    let maps = chain(input, ...unit(layers, "stem", first));
    for (const [stage, depth] of depths.entries()) {
      for (let index = 0; index < depth; index++) {
        maps = block(layers, maps, {
          name: `s${stage + 1}.b${index + 1}`,
          width: widths[stage]!,
          strides: index > 0 || (isSmall && stage === 0) ? 1 : 2,
          groupSize,
        });
      }
    }
    return chain(
      maps,
      layers.globalAveragePooling2d({ name: "head.global_pool" }),
      layers.dense({ name: "head.fc", units: classes, kernelInitializer: truncatedNormal(0.01) }),
    );
  };

interface BlockOptions {
  readonly name: string;
  readonly width: number;
  readonly strides: number;
  readonly groupSize: number;
}

/** 1×1, grouped 3×3, gates and 1×1 (Radosavovic et al., 2020). The gates are computed from a quarter of the block's input channels. */
function block(
  layers: LayerFactory,
  maps: SymbolicTensor,
  { name, width, strides, groupSize }: BlockOptions,
): SymbolicTensor {
  const channels = channelsOf(maps);
  const part = (at: string, options: Omit<Unit, "filters">) =>
    unit(layers, `${name}.${at}`, { ...options, filters: width });
  const convolved = chain(
    maps,
    ...part("conv1", { kernelSize: 1, activation: "relu" }),
    ...part("conv2", { kernelSize: 3, strides, groups: width / groupSize, activation: "relu" }),
  );
  const gated = squeezeExcitation(layers, convolved, {
    name: `${name}.se`,
    squeezed: Math.round(channels / 4),
    activation: "relu",
  });
  const branch = chain(gated, ...part("conv3", { kernelSize: 1 }));
  const isSame = strides === 1 && channels === width;
  const shortcut = isSame ? maps : chain(maps, ...part("downsample", { kernelSize: 1, strides }));
  return chain(join(layers.add(), branch, shortcut), layers.activation("relu"));
}

export const regnets = {
  "regnet-y-400mf": definePreset({
    ...IMAGENET,
    name: "regnet-y-400mf",
    title: "RegNetY of 400 million multiply-adds: grouped bottlenecks with gates",
    family: "regnet",
    options: ["stem"],
    kernelInitializer: heNormalFanOut,
    build: regnetY({ widths: [48, 104, 208, 440], depths: [1, 3, 6, 6], groupSize: 8 }),
    expected: { parameters: 4_371_296, trainableParameters: 4_344_144, multiplyAdds: 401_842_848 },
    source:
      "Radosavovic, Kosaraju, Girshick, He and Dollár, 2020: Designing Network Design Spaces, arXiv 2003.13678; as timm",
  }),
};
