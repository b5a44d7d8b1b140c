// Networks trained on ImageNet that others offer, and what is to be known to use them. Facts only: nothing is fetched here,
// and TensorFlow.js is not loaded for them.
import { nearest } from "@imgcls/checks";
import { UnknownWeightsError } from "../errors.js";
import { IMAGENET_PREPROCESSING, TENSORFLOW_PREPROCESSING } from "../families/imagenet.js";
import type { PresetName } from "../presets/index.js";
import type { Preprocessing } from "../training-recipe.js";

export interface WeightsFile {
  readonly url: string;
  readonly format: "safetensors" | "pth";
  /** The first hexadecimal digits of its SHA-256, where its name has them. */
  readonly sha256Prefix?: string;
}

export interface WeightsInfo {
  /** "timm/resnet18.a1_in1k", "torchvision/resnet18.IMAGENET1K_V1" */
  readonly id: string;
  /** The preset that it is for. */
  readonly architecture: PresetName;
  /** The same weights in each; the first is to be tried first. */
  readonly files: readonly WeightsFile[];
  /** SPDX identifier. */
  readonly licence: string;
  /** Of ImageNet-1k, in the order of its synsets. */
  readonly classes: 1000;
  /** Pixels 0..255, RGB. */
  readonly preprocessing: Preprocessing;
  /**
   * The published evaluation: the shorter side is resized to `shorterSide` pixels with antialiasing, then the centre of
   * `size` × `size` pixels is cut out.
   */
  readonly size: number;
  readonly shorterSide: number;
  readonly interpolation: "bilinear" | "bicubic";
  /** Share of ImageNet's validation images, 0..1, at that size: as timm's tables of results and torchvision have it. */
  readonly top1: number;
}

type Details = Partial<
  Pick<WeightsInfo, "preprocessing" | "size" | "shorterSide" | "interpolation" | "licence">
>;

const DIGEST_IN_NAME = /-([0-9a-f]{8,})\.pth$/;

function pthFile(url: string): WeightsFile {
  const sha256Prefix = DIGEST_IN_NAME.exec(url)?.[1];
  return { url, format: "pth", ...(sha256Prefix === undefined ? {} : { sha256Prefix }) };
}

const TIMM_DEFAULTS = {
  licence: "Apache-2.0",
  classes: 1000,
  preprocessing: IMAGENET_PREPROCESSING,
  size: 224,
  shorterSide: 256,
  interpolation: "bicubic",
} as const;

/** @param release the file of the same weights among the releases of the project's code, if there is one */
const timm = (
  name: string,
  architecture: PresetName,
  top1: number,
  details: Details = {},
  release?: string,
): WeightsInfo => ({
  ...TIMM_DEFAULTS,
  ...details,
  id: `timm/${name}`,
  architecture,
  files: [
    { url: `https://huggingface.co/timm/${name}/resolve/main/model.safetensors`, format: "safetensors" },
    ...(release === undefined ? [] : [pthFile(release)]),
  ],
  top1,
});

const RELEASES = "https://github.com/rwightman/pytorch-image-models/releases/download";
const TORCHVISION_FILES = "https://download.pytorch.org/models";

const torchvision = (
  name: string,
  architecture: PresetName,
  file: string,
  top1: number,
  details: Details = {},
): WeightsInfo => ({
  ...TIMM_DEFAULTS,
  licence: "BSD-3-Clause",
  interpolation: "bilinear",
  ...details,
  id: `torchvision/${name}`,
  architecture,
  files: [pthFile(`${TORCHVISION_FILES}/${file}`)],
  top1,
});

const TENSORFLOW_PIXELS = { preprocessing: TENSORFLOW_PREPROCESSING } as const;
const UNSCALED = {
  preprocessing: { scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] },
  interpolation: "bilinear",
} as const;
/** torchvision's second recipe. */
const SECOND = { shorterSide: 232 } as const;

/** Of each architecture the preferred ones first. */
export const weightsTable: readonly WeightsInfo[] = [
  timm(
    "tf_efficientnet_lite0.in1k",
    "efficientnet-lite0",
    0.74846,
    TENSORFLOW_PIXELS,
    `${RELEASES}/v0.1-weights/tf_efficientnet_lite0-0aa007d2.pth`,
  ),
  timm(
    "tf_efficientnet_lite1.in1k",
    "efficientnet-lite1",
    0.76674,
    { ...TENSORFLOW_PIXELS, size: 240, shorterSide: 272 },
    `${RELEASES}/v0.1-weights/tf_efficientnet_lite1-bde8b488.pth`,
  ),
  timm(
    "tf_efficientnet_lite2.in1k",
    "efficientnet-lite2",
    0.7747,
    { ...TENSORFLOW_PIXELS, size: 260, shorterSide: 292 },
    `${RELEASES}/v0.1-weights/tf_efficientnet_lite2-dcccb7df.pth`,
  ),
  timm(
    "efficientnet_lite0.ra_in1k",
    "efficientnet-lite0-timm",
    0.75488,
    {},
    `${RELEASES}/v0.1-weights/efficientnet_lite0_ra-37913777.pth`,
  ),
  timm(
    "mobilenetv3_small_100.lamb_in1k",
    "mobilenet-v3-small",
    0.67636,
    {},
    `${RELEASES}/v0.1-weights/mobilenetv3_small_100_lamb-266a294c.pth`,
  ),
  timm(
    "mobilenetv3_large_100.ra_in1k",
    "mobilenet-v3-large",
    0.75784,
    {},
    `${RELEASES}/v0.1-weights/mobilenetv3_large_100_ra-f55367f5.pth`,
  ),
  timm(
    "mobilenetv3_large_100.miil_in21k_ft_in1k",
    "mobilenet-v3-large",
    0.7792,
    UNSCALED,
    `${RELEASES}/v0.1-tresnet/mobilenetv3_large_100_1k_miil_78_0-66471c13.pth`,
  ),
  timm("mobilenetv4_conv_small.e2400_r224_in1k", "mobilenet-v4-conv-small", 0.73756),
  timm("mobilenetv4_conv_small.e3600_r256_in1k", "mobilenet-v4-conv-small", 0.74534, {
    ...TENSORFLOW_PIXELS,
    size: 256,
    shorterSide: 269,
  }),
  timm(
    "resnet18.a1_in1k",
    "resnet18",
    0.71504,
    { shorterSide: 235 },
    "https://github.com/huggingface/pytorch-image-models/releases/download/v0.1-rsb-weights/resnet18_a1_0-d63eafa0.pth",
  ),
  timm(
    "resnet34.a1_in1k",
    "resnet34",
    0.7642,
    { shorterSide: 235 },
    "https://github.com/huggingface/pytorch-image-models/releases/download/v0.1-rsb-weights/resnet34_a1_0-46f8f793.pth",
  ),
  timm(
    "resnet50.a1_in1k",
    "resnet50",
    0.80382,
    { shorterSide: 235 },
    `${RELEASES}/v0.1-rsb-weights/resnet50_a1_0-14fe96d1.pth`,
  ),
  timm("resnet18d.ra2_in1k", "resnet18d", 0.72296, {}, `${RELEASES}/v0.1-weights/resnet18d_ra2-48a79e06.pth`),
  timm("resnet26d.bt_in1k", "resnet26d", 0.76698, {}, `${RELEASES}/v0.1-weights/resnet26d-69e92c46.pth`),
  timm("resnet50d.ra2_in1k", "resnet50d", 0.80546, {}, `${RELEASES}/v0.1-weights/resnet50d_ra2-464e36ba.pth`),
  timm("regnety_004.pycls_in1k", "regnet-y-400mf", 0.74004, { licence: "MIT" }),
  timm("regnety_004.tv2_in1k", "regnet-y-400mf", 0.75594, { ...SECOND, licence: "BSD-3-Clause" }),
  torchvision("resnet18.IMAGENET1K_V1", "resnet18", "resnet18-f37072fd.pth", 0.69758),
  torchvision("resnet34.IMAGENET1K_V1", "resnet34", "resnet34-b627a593.pth", 0.73314),
  torchvision("resnet50.IMAGENET1K_V1", "resnet50", "resnet50-0676ba61.pth", 0.7613),
  torchvision("resnet50.IMAGENET1K_V2", "resnet50", "resnet50-11ad3fa6.pth", 0.80858, SECOND),
  torchvision("mobilenet_v2.IMAGENET1K_V1", "mobilenet-v2", "mobilenet_v2-b0353104.pth", 0.71878),
  torchvision("mobilenet_v2.IMAGENET1K_V2", "mobilenet-v2", "mobilenet_v2-7ebf99e0.pth", 0.72154, SECOND),
  torchvision(
    "efficientnet_b0.IMAGENET1K_V1",
    "efficientnet-b0",
    "efficientnet_b0_rwightman-7f5810bc.pth",
    0.77692,
    { interpolation: "bicubic" },
  ),
  torchvision("squeezenet1_1.IMAGENET1K_V1", "squeezenet1.1", "squeezenet1_1-b8a52dc0.pth", 0.58178),
  torchvision(
    "shufflenet_v2_x0_5.IMAGENET1K_V1",
    "shufflenet-v2-x0.5",
    "shufflenetv2_x0.5-f707e7126e.pth",
    0.60552,
  ),
  torchvision(
    "shufflenet_v2_x1_0.IMAGENET1K_V1",
    "shufflenet-v2-x1.0",
    "shufflenetv2_x1-5666bf0f80.pth",
    0.69362,
  ),
  torchvision("convnext_tiny.IMAGENET1K_V1", "convnext-tiny", "convnext_tiny-983f1562.pth", 0.8252, {
    shorterSide: 236,
  }),
];

/** What is known of these weights. Throws UnknownWeightsError with the known ids and the nearest one. */
export function weightsInfo(id: string): WeightsInfo {
  const found = weightsTable.find((each) => each.id === id);
  if (found !== undefined) return found;
  const known = weightsTable.map((each) => each.id);
  throw new UnknownWeightsError(id, known, nearest(id, known));
}
