import type { Preset } from "../preset.js";
import { cifar10Cnn } from "./cifar10-cnn.js";
import { cifar10Tutorial } from "./cifar10-tutorial.js";
import { cifar100Cnn } from "./cifar100-cnn.js";
import { mlp } from "./mlp.js";
import { mnistCnn } from "./mnist-cnn.js";

export const presets = {
  "mnist-cnn": mnistCnn,
  "cifar10-cnn": cifar10Cnn,
  "cifar100-cnn": cifar100Cnn,
  "cifar10-tutorial": cifar10Tutorial,
  mlp,
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;
