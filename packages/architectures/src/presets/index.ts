import { airbenches } from "../families/airbench.js";
import { alexnets } from "../families/alexnet.js";
import { convnexts } from "../families/convnext.js";
import { densenets } from "../families/densenet.js";
import { efficientnets } from "../families/efficientnet.js";
import { efficientnetLites } from "../families/efficientnet-lite.js";
import { googlenets } from "../families/googlenet.js";
import { lenets } from "../families/lenet.js";
import { mobilenets } from "../families/mobilenet.js";
import { mobilenetsV3 } from "../families/mobilenet-v3.js";
import { mobilenetsV4 } from "../families/mobilenet-v4.js";
import { preactResnets } from "../families/preact-resnet.js";
import { regnets } from "../families/regnet.js";
import { resnets } from "../families/resnet.js";
import { cifarResnets } from "../families/resnet-cifar.js";
import { resnet9s } from "../families/resnet9.js";
import { shufflenetsV1 } from "../families/shufflenet-v1.js";
import { shufflenetsV2 } from "../families/shufflenet-v2.js";
import { squeezenets } from "../families/squeezenet.js";
import { vggs } from "../families/vgg.js";
import { zfnets } from "../families/zfnet.js";
import type { Preset } from "../preset.js";
import { cifar10Cnn } from "./cifar10-cnn.js";
import { cifar10Tutorial } from "./cifar10-tutorial.js";
import { cifar100Cnn } from "./cifar100-cnn.js";
import { mlp } from "./mlp.js";
import { mnistCnn } from "./mnist-cnn.js";

/** Every registered architecture, by name. */
export const presets = {
  "mnist-cnn": mnistCnn,
  "cifar10-cnn": cifar10Cnn,
  "cifar100-cnn": cifar100Cnn,
  "cifar10-tutorial": cifar10Tutorial,
  mlp,
  ...lenets,
  ...alexnets,
  ...zfnets,
  ...vggs,
  ...googlenets,
  ...resnets,
  ...cifarResnets,
  ...resnet9s,
  ...preactResnets,
  ...densenets,
  ...mobilenets,
  ...mobilenetsV3,
  ...mobilenetsV4,
  ...squeezenets,
  ...shufflenetsV1,
  ...shufflenetsV2,
  ...regnets,
  ...efficientnets,
  ...efficientnetLites,
  ...convnexts,
  ...airbenches,
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;
