// The builders of the families, for variants of one's own: `definePreset({ …, build: resnet({ … }) })`.
export { airbench94 } from "./airbench.js";
export { alexnet, alexnet2012 } from "./alexnet.js";
export { type ConvnextVariant, convnext } from "./convnext.js";
export { type DensenetVariant, densenet } from "./densenet.js";
export { efficientnetB0 } from "./efficientnet.js";
export { type EfficientnetLiteVariant, efficientnetLite } from "./efficientnet-lite.js";
export { type GooglenetVariant, googlenet } from "./googlenet.js";
export { lenet5 } from "./lenet.js";
export { mobilenetV1, mobilenetV2 } from "./mobilenet.js";
export { type PreactResnetVariant, preactResnet, wideResnet } from "./preact-resnet.js";
export { type ResnetVariant, resnet } from "./resnet.js";
export { type CifarResnetVariant, cifarResnet, type ShortcutKind } from "./resnet-cifar.js";
export { resnet9 } from "./resnet9.js";
export { type ShufflenetV1Variant, shufflenetV1 } from "./shufflenet-v1.js";
export { type ShufflenetV2Widths, shufflenetV2 } from "./shufflenet-v2.js";
export { type SqueezenetVariant, squeezenet } from "./squeezenet.js";
export { type VggVariant, vgg } from "./vgg.js";
export { zfnet } from "./zfnet.js";
