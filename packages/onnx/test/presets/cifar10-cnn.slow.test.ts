import { testPresetAgainstTfjs } from "../presets.js";

testPresetAgainstTfjs("cifar10-cnn", 2);
