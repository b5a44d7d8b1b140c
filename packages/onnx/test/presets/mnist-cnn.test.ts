import { testPresetAgainstTfjs } from "../presets.js";

testPresetAgainstTfjs("mnist-cnn", 4);
