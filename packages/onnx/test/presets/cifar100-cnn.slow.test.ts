import { testPresetAgainstTfjs } from "../presets.js";

testPresetAgainstTfjs("cifar100-cnn", 2);
