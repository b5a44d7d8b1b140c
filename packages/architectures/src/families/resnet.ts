import type { layers, SymbolicTensor } from "@tensorflow/tfjs";
import { chain } from "../blocks/chain.js";
import { convNorm } from "../blocks/convolution.js";
import { basicBlock, bottleneckBlock, type ResidualBlock } from "../blocks/residual.js";
import { heNormalFanOut, pytorchUniform } from "../kernel-initializer.js";
import type { LayerFactory } from "../layer-factory.js";
import { type BuildOptions, definePreset, type Preset } from "../preset.js";
import { IMAGENET } from "./imagenet.js";

export interface ResnetVariant {
  readonly block: ResidualBlock;
  /** Blocks in each stage, 64, 128, 256, 512 wide. */
  readonly depths: readonly number[];
  /** Groups of the 3×3 convolutions: ResNeXt's cardinality. Default 1. */
  readonly groups?: number;
  /** Default 64. */
  readonly widthPerGroup?: number;
  /** Three 3×3 convolutions at the beginning, and means before strided shortcuts (He et al., 2018). Default false. */
  readonly tweaksD?: boolean;
}

/**
 * Residual networks with torchvision's layers and names (He et al., 2015; with `groups` Xie et al., 2016; with
 * `widthPerGroup` Zagoruyko and Komodakis, 2016; with `tweaksD` timm's ResNet-D). Logits, `[batch, classes]`. The small
 * stem has 3×3 convolutions of stride 1 without pooling.
 */
export const resnet =
  ({ depths, block, groups = 1, widthPerGroup = 64, tweaksD = false }: ResnetVariant) =>
  ({ input, classes, layers, stem }: BuildOptions): SymbolicTensor => {
    const isSmall = stem === "small";
    const begin = tweaksD ? deepStem(layers, isSmall) : plainStem(layers, isSmall);
    let maps = chain(input, ...begin);
    if (!isSmall) {
      maps = chain(
        maps,
        layers.zeroPadding2d({ name: "maxpool.pad" }),
        layers.maxPooling2d({ name: "maxpool", poolSize: 3, strides: 2 }),
      );
    }
    for (const [stage, depth] of depths.entries()) {
      for (let index = 0; index < depth; index++) {
        maps = block(maps, {
          layers,
          name: `layer${stage + 1}.${index}`,
          width: 64 * 2 ** stage,
          strides: stage > 0 && index === 0 ? 2 : 1,
          groups,
          widthPerGroup,
          averagedShortcut: tweaksD,
        });
      }
    }
    return chain(
      maps,
      layers.globalAveragePooling2d({ name: "avgpool" }),
      layers.dense({ name: "fc", units: classes, kernelInitializer: pytorchUniform }),
    );
  };

const FIRST = { name: "conv1", normalization: "bn1", filters: 64, activation: "relu" } as const;

const plainStem = (factory: LayerFactory, isSmall: boolean): layers.Layer[] =>
  convNorm(factory, { ...FIRST, ...(isSmall ? { kernelSize: 3 } : { kernelSize: 7, strides: 2 }) });

/** 3×3 convolutions of 32, 32 and 64 filters for one of 7×7. */
const deepStem = (factory: LayerFactory, isSmall: boolean): layers.Layer[] => {
  const part = (index: number) =>
    ({
      name: `conv1.${index}`,
      normalization: `conv1.${index + 1}`,
      filters: 32,
      activation: "relu",
    }) as const;
  return [
    ...convNorm(factory, { ...part(0), kernelSize: 3, strides: isSmall ? 1 : 2 }),
    ...convNorm(factory, { ...part(3), kernelSize: 3 }),
    ...convNorm(factory, { ...FIRST, name: "conv1.6", kernelSize: 3 }),
  ];
};

const imagenetResnet = <const Name extends string>(
  name: Name,
  title: string,
  variant: ResnetVariant,
  expected: Preset["expected"],
  source = "He, Zhang, Ren and Sun, 2015: Deep Residual Learning for Image Recognition, arXiv 1512.03385; as torchvision",
) =>
  definePreset({
    ...IMAGENET,
    name,
    title,
    family: "resnet",
    options: ["stem"],
    kernelInitializer: heNormalFanOut,
    build: resnet(variant),
    expected,
    source,
  });

const RESNET_D =
  "He, Zhang, Zhang, Zhang, Xie and Li, 2018: Bag of Tricks for Image Classification, arXiv 1812.01187, ResNet-D; as timm";

export const resnets = {
  resnet18: imagenetResnet(
    "resnet18",
    "Residual network of 18 layers, basic blocks",
    { block: basicBlock, depths: [2, 2, 2, 2] },
    { parameters: 11_699_112, trainableParameters: 11_689_512, multiplyAdds: 1_814_073_344 },
  ),
  resnet34: imagenetResnet(
    "resnet34",
    "Residual network of 34 layers, basic blocks",
    { block: basicBlock, depths: [3, 4, 6, 3] },
    { parameters: 21_814_696, trainableParameters: 21_797_672, multiplyAdds: 3_663_761_408 },
  ),
  resnet50: imagenetResnet(
    "resnet50",
    "Residual network of 50 layers, bottleneck blocks (v1.5)",
    { block: bottleneckBlock, depths: [3, 4, 6, 3] },
    { parameters: 25_610_152, trainableParameters: 25_557_032, multiplyAdds: 4_089_184_256 },
  ),
  resnet101: imagenetResnet(
    "resnet101",
    "Residual network of 101 layers, bottleneck blocks (v1.5)",
    { block: bottleneckBlock, depths: [3, 4, 23, 3] },
    { parameters: 44_654_504, trainableParameters: 44_549_160, multiplyAdds: 7_801_405_440 },
  ),
  resnet152: imagenetResnet(
    "resnet152",
    "Residual network of 152 layers, bottleneck blocks (v1.5)",
    { block: bottleneckBlock, depths: [3, 8, 36, 3] },
    { parameters: 60_344_232, trainableParameters: 60_192_808, multiplyAdds: 11_513_626_624 },
  ),
  "resnext50-32x4d": imagenetResnet(
    "resnext50-32x4d",
    "ResNet-50 with 32 groups of 4 channels in its 3×3 convolutions",
    { block: bottleneckBlock, depths: [3, 4, 6, 3], groups: 32, widthPerGroup: 4 },
    { parameters: 25_097_128, trainableParameters: 25_028_904, multiplyAdds: 4_230_479_872 },
    "Xie, Girshick, Dollár, Tu and He, 2016: Aggregated Residual Transformations, arXiv 1611.05431; as torchvision",
  ),
  "wide-resnet50-2": imagenetResnet(
    "wide-resnet50-2",
    "ResNet-50 with twice the channels in its 3×3 convolutions",
    { block: bottleneckBlock, depths: [3, 4, 6, 3], widthPerGroup: 128 },
    { parameters: 68_951_464, trainableParameters: 68_883_240, multiplyAdds: 11_398_021_120 },
    "Zagoruyko and Komodakis, 2016: Wide Residual Networks, arXiv 1605.07146; as torchvision",
  ),
  resnet18d: imagenetResnet(
    "resnet18d",
    "ResNet-18 with a deeper beginning and averaged shortcuts",
    { block: basicBlock, depths: [2, 2, 2, 2], tweaksD: true },
    { parameters: 11_718_472, trainableParameters: 11_708_744, multiplyAdds: 2_053_713_920 },
    RESNET_D,
  ),
  resnet26d: imagenetResnet(
    "resnet26d",
    "Residual network of 26 layers, bottleneck blocks, a deeper beginning and averaged shortcuts",
    { block: bottleneckBlock, depths: [2, 2, 2, 2], tweaksD: true },
    { parameters: 16_045_384, trainableParameters: 16_014_408, multiplyAdds: 2_581_897_216 },
    RESNET_D,
  ),
  resnet50d: imagenetResnet(
    "resnet50d",
    "ResNet-50 with a deeper beginning and averaged shortcuts",
    { block: bottleneckBlock, depths: [3, 4, 6, 3], tweaksD: true },
    { parameters: 25_629_512, trainableParameters: 25_576_264, multiplyAdds: 4_328_824_832 },
    RESNET_D,
  ),
};
