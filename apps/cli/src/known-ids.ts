/**
 * Names that arguments are checked against before anything large is loaded. The compiler holds each
 * list equal to the package's own.
 */
import type { PresetName } from "@imgcls/architectures";
import type { DatasetId, DatasetPlace, Fit, ImageFolderOptions } from "@imgcls/datasets";
import type { OnnxDevice } from "@imgcls/training";

const architectures = {
  "mnist-cnn": true,
  "cifar10-cnn": true,
  "cifar100-cnn": true,
  "cifar10-tutorial": true,
  mlp: true,
  lenet5: true,
  alexnet: true,
  "alexnet-2012": true,
  zfnet: true,
  vgg11: true,
  vgg13: true,
  vgg16: true,
  vgg19: true,
  "vgg11-bn": true,
  "vgg13-bn": true,
  "vgg16-bn": true,
  "vgg19-bn": true,
  googlenet: true,
  "googlenet-paper": true,
  resnet18: true,
  resnet34: true,
  resnet50: true,
  resnet101: true,
  resnet152: true,
  "resnext50-32x4d": true,
  "wide-resnet50-2": true,
  resnet18d: true,
  resnet26d: true,
  resnet50d: true,
  resnet20: true,
  resnet32: true,
  resnet44: true,
  resnet56: true,
  resnet110: true,
  "resnet20-b": true,
  "resnet32-b": true,
  "resnet44-b": true,
  "resnet56-b": true,
  "resnet110-b": true,
  resnet9: true,
  "preact-resnet18": true,
  "preact-resnet164": true,
  "wide-resnet16-8": true,
  "wide-resnet28-10": true,
  "wide-resnet40-2": true,
  densenet121: true,
  densenet169: true,
  densenet201: true,
  "densenet-bc-100-12": true,
  "mobilenet-v1": true,
  "mobilenet-v2": true,
  "mobilenet-v2-keras": true,
  "mobilenet-v3-small": true,
  "mobilenet-v3-large": true,
  "mobilenet-v4-conv-small": true,
  "squeezenet1.0": true,
  "squeezenet1.1": true,
  "shufflenet-v1": true,
  "shufflenet-v2-x0.5": true,
  "shufflenet-v2-x1.0": true,
  "shufflenet-v2-x1.5": true,
  "shufflenet-v2-x2.0": true,
  "regnet-y-400mf": true,
  "efficientnet-b0": true,
  "efficientnet-lite0": true,
  "efficientnet-lite1": true,
  "efficientnet-lite2": true,
  "efficientnet-lite0-timm": true,
  "convnext-tiny": true,
  airbench94: true,
} as const satisfies Record<PresetName, true>;

const datasets = {
  mnist: true,
  "fashion-mnist": true,
  cifar10: true,
  cifar100: true,
  "synthetic-digits": true,
  "synthetic-shapes": true,
} as const satisfies Record<DatasetId, true>;

/** Data sets whose id says where they are. */
const places = {
  folder: "folder:PATH",
  zip: "zip:FILE",
} as const satisfies Record<DatasetPlace, string>;

const fitting = { fill: true, cover: true, contain: true } as const satisfies Record<Fit, true>;

const reactions = {
  error: true,
  skip: true,
} as const satisfies Record<NonNullable<ImageFolderOptions["onBadImage"]>, true>;

export const architectureIds = Object.keys(architectures);
export const datasetIds = Object.keys(datasets);
export const fits = Object.keys(fitting) as (keyof typeof fitting)[];
export const badImageReactions = Object.keys(reactions) as (keyof typeof reactions)[];
export const placeForms: readonly string[] = Object.values(places);

/** Whether an id says where the images are, as in `folder:PATH`. */
export const isPlace = (id: string): boolean =>
  Object.keys(places).some((prefix) => id.startsWith(`${prefix}:`) && id.length > prefix.length + 1);
export const engineNames = ["auto", "onnx", "tfjs"] as const;

const devices = { cpu: true, webgpu: true, cuda: true } satisfies Record<OnnxDevice, true>;
export const deviceNames = Object.keys(devices) as OnnxDevice[];
export const optimizerNames = ["sgd", "adam"] as const;
