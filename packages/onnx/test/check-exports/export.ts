/*
 * Exports models to a folder, for check.py to judge with ONNX's own checker:
 *   NODE_OPTIONS=--conditions=imgcls-source npx tsx packages/onnx/test/check-exports/export.ts FOLDER [MODEL…]
 *   python3 packages/onnx/test/check-exports/check.py FOLDER
 * Without names, every registered model is exported.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildModel, listModels } from "@imgcls/architectures";
import { type ExportOptions, exportOnnx } from "../../src/index.js";

const FORMS: Readonly<Record<string, Partial<ExportOptions>>> = {
  images: { opset: 17 },
  maps: { opset: 13, includePreprocessing: false, softmax: false, dynamicBatch: false },
  half: { opset: 17, fp16: true },
};

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) throw new Error("expected a folder as the first argument");
mkdirSync(folder, { recursive: true });
for (const name of names.length > 0 ? names : listModels()) {
  const model = buildModel(name as Parameters<typeof buildModel>[0]);
  for (const [form, options] of Object.entries(FORMS)) {
    const bytes = await exportOnnx(model, { preprocessing: { scale: 1 / 255 }, ...options });
    writeFileSync(join(folder, `${name}-${form}.onnx`), bytes);
  }
  model.dispose();
}
