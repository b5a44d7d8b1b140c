import { testPresetAgainstTfjs } from "../presets.js";

testPresetAgainstTfjs("cifar10-tutorial", 2);
