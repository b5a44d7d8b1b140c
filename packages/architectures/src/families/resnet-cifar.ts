import type { layers, SymbolicTensor } from "@tensorflow/tfjs";
import { chain, channelsOf } from "../blocks/chain.js";
import { convNorm } from "../blocks/convolution.js";
import { residual } from "../blocks/residual.js";
import { heNormal } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset, type Preset } from "../preset.js";
import { CIFAR } from "./cifar.js";

/**
 * What replaces the shortcut where the maps become smaller and have more channels. "identity" is the paper's option
 * A, every second pixel and channels of zeros, without parameters; "projection" is option B, a 1×1 convolution with
 * batch normalization.
 */
export type ShortcutKind = "identity" | "projection";

export interface CifarResnetVariant {
  /** 6n + 2 layers for n blocks in each of three stages: 20, 32, 44, 56, 110 in the paper. */
  readonly depth: number;
  readonly shortcut: ShortcutKind;
}

/** Residual networks of section 4.2 of He et al. (2015), for small images. Logits, `[batch, classes]`. */
export const cifarResnet =
  ({ depth, shortcut }: CifarResnetVariant) =>
  ({ input, classes, layers }: BuildOptions): SymbolicTensor => {
    const conv = (name: string, index: number | "") => ({
      name: `${name}conv${index}`,
      normalization: `${name}bn${index}`,
      kernelSize: 3,
    });
    let maps = chain(input, ...convNorm(layers, { ...conv("", 1), filters: 16, activation: "relu" }));
    for (const stage of [0, 1, 2]) {
      for (let index = 0; index < (depth - 2) / 6; index++) {
        const name = `layer${stage + 1}.${index}.`;
        const filters = 16 * 2 ** stage;
        const strides = stage > 0 && index === 0 ? 2 : 1;
        const branch = [
          ...convNorm(layers, { ...conv(name, 1), filters, strides, activation: "relu" }),
          ...convNorm(layers, { ...conv(name, 2), filters }),
        ];
        const added = filters - channelsOf(maps);
        const around = added === 0 ? [] : shortcuts[shortcut](layers, `${name}shortcut`, filters, added);
        maps = residual(layers, maps, branch, around);
      }
    }
    return chain(
      maps,
      layers.globalAveragePooling2d({ name: "avgpool" }),
      layers.dense({ name: "linear", units: classes }),
    );
  };

const shortcuts: Record<
  ShortcutKind,
  (factory: LayerFactory, name: string, filters: number, added: number) => layers.Layer[]
> = {
  identity: (factory, name, _filters, added) => [
    // A window of one pixel: with stride 2, every second pixel.
    factory.averagePooling2d({ name: `${name}.subsample`, poolSize: 1, strides: 2 }),
    factory.channelPadding({ name: `${name}.pad`, padding: [added / 2, added / 2] }),
  ],
  projection: (factory, name, filters) =>
    convNorm(factory, { name: `${name}.0`, normalization: `${name}.1`, filters, kernelSize: 1, strides: 2 }),
};

const paper = <const Name extends string>(
  name: Name,
  variant: CifarResnetVariant,
  expected: Preset["expected"],
) =>
  definePreset({
    ...CIFAR,
    name,
    title: `Residual network of ${variant.depth} layers for small images, ${
      variant.shortcut === "identity" ? "shortcuts without parameters (option A)" : "projections (option B)"
    }`,
    family: "resnet-cifar",
    kernelInitializer: heNormal,
    build: cifarResnet(variant),
    expected,
    source:
      "He, Zhang, Ren and Sun, 2015: Deep Residual Learning for Image Recognition, section 4.2, arXiv 1512.03385",
  });

export const cifarResnets = {
  resnet20: paper(
    "resnet20",
    { depth: 20, shortcut: "identity" },
    { parameters: 271_098, trainableParameters: 269_722, multiplyAdds: 40_551_040, testAccuracy: 0.9125 },
  ),
  resnet32: paper(
    "resnet32",
    { depth: 32, shortcut: "identity" },
    { parameters: 466_426, trainableParameters: 464_154, multiplyAdds: 68_862_592, testAccuracy: 0.9249 },
  ),
  resnet44: paper(
    "resnet44",
    { depth: 44, shortcut: "identity" },
    { parameters: 661_754, trainableParameters: 658_586, multiplyAdds: 97_174_144, testAccuracy: 0.9283 },
  ),
  resnet56: paper(
    "resnet56",
    { depth: 56, shortcut: "identity" },
    { parameters: 857_082, trainableParameters: 853_018, multiplyAdds: 125_485_696, testAccuracy: 0.9303 },
  ),
  resnet110: paper(
    "resnet110",
    { depth: 110, shortcut: "identity" },
    {
      parameters: 1_736_058,
      trainableParameters: 1_727_962,
      multiplyAdds: 252_887_680,
      testAccuracy: 0.9357,
    },
  ),
  "resnet20-b": paper(
    "resnet20-b",
    { depth: 20, shortcut: "projection" },
    { parameters: 274_042, trainableParameters: 272_474, multiplyAdds: 40_813_184 },
  ),
  "resnet32-b": paper(
    "resnet32-b",
    { depth: 32, shortcut: "projection" },
    { parameters: 469_370, trainableParameters: 466_906, multiplyAdds: 69_124_736 },
  ),
  "resnet44-b": paper(
    "resnet44-b",
    { depth: 44, shortcut: "projection" },
    { parameters: 664_698, trainableParameters: 661_338, multiplyAdds: 97_436_288 },
  ),
  "resnet56-b": paper(
    "resnet56-b",
    { depth: 56, shortcut: "projection" },
    { parameters: 860_026, trainableParameters: 855_770, multiplyAdds: 125_747_840 },
  ),
  "resnet110-b": paper(
    "resnet110-b",
    { depth: 110, shortcut: "projection" },
    { parameters: 1_739_002, trainableParameters: 1_730_714, multiplyAdds: 253_149_824 },
  ),
};
