import { join } from "node:path";
import { exportOnnx } from "@imgcls/onnx";
import { type ModelCard, modelFiles } from "@imgcls/training";
import { CommandFailedError } from "../errors.js";
import type { ExportOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { writeFileAtomically } from "./files.js";
import { openRun } from "./runs.js";

/** A file that was written. */
interface Written {
  readonly file: string;
  readonly bytes: number;
}

type Export = (folder: string, options: ExportOptions) => Promise<readonly Written[]>;

const FORMATS: { readonly [F in ExportOptions["format"]]: Export } = {
  async onnx(folder, { out = join(folder, "model.onnx"), ...options }) {
    const { model, card } = await openRun(folder);
    const { type, fromLogits } = card.recipe.loss;
    const hasOneOutput = model.outputs[0]?.shape.at(-1) === 1;
    if (type === "binaryCrossentropy" && fromLogits && !hasOneOutput && !options.logits) {
      throw new CommandFailedError(
        "the model was trained on a logit for each class by itself, to which a softmax does not fit: add --logits.",
      );
    }
    const content = await exportOnnx(model, {
      preprocessing: card.preprocessing,
      classNames: card.classNames,
      inputShape: card.inputShape,
      includePreprocessing: options.preprocessing ?? true,
      softmax: !options.logits,
      dynamicBatch: options.batchSize === undefined,
      fp16: options.fp16 ?? false,
      ...(options.batchSize !== undefined && { batchSize: options.batchSize }),
      ...(options.opset !== undefined && { opset: options.opset }),
    });
    return [await write(out, content)];
  },

  async tfjs(folder, { out }) {
    const { model, card } = await openRun(folder);
    const written: Written[] = [];
    for (const [name, content] of [...(await modelFiles(model))].reverse()) {
      written.unshift(await write(join(out!, name), content));
    }
    const metadata = new TextEncoder().encode(`${JSON.stringify(metadataOf(card), null, 2)}\n`);
    return [...written, await write(join(out!, "metadata.json"), metadata)];
  },
};

const metadataOf = ({ classNames, preprocessing, inputShape, recipe: { loss } }: ModelCard) => ({
  classNames,
  preprocessing,
  inputShape,
  output: loss.fromLogits ? "logits" : "probabilities",
});

async function write(file: string, content: Uint8Array): Promise<Written> {
  await writeFileAtomically(file, content);
  return { file, bytes: content.length };
}

/** Writes a run's model in another form. */
export async function exportRun(folder: string, options: ExportOptions, output: Output): Promise<void> {
  const files = await FORMATS[options.format](folder, options);
  const [{ file }] = files as readonly [Written];
  output.result(
    { event: "result", file, format: options.format, files },
    files.map((written) => `${written.file}  ${(written.bytes / 1e6).toFixed(2)} MB`).join("\n"),
  );
}
