import type { PresetName } from "@imgcls/architectures";
import { loadOnnx } from "@imgcls/test-utils";
import { it } from "vitest";
import { expectExportPredicts } from "./exported-models.js";

// In Chromium too; all others in the slow test.
it.each<PresetName>(["resnet20", "squeezenet1.1"])("the exported %s predicts as TensorFlow.js does", (name) =>
  expectExportPredicts(name, [loadOnnx]),
);
