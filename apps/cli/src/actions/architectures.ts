import { buildModel, formatSummary, getPreset, presets, summarize } from "@imgcls/architectures";
import { enableProdMode } from "@tensorflow/tfjs";
import type { Output } from "../output.js";
import { formatCount, formatShape } from "./format.js";
import { table } from "./table.js";

export async function listAll(output: Output): Promise<void> {
  const list = Object.values(presets);
  const text = table(
    ["id", "input", "classes", "parameters", "what it is"],
    list.map((preset) => [
      preset.name,
      formatShape(preset.inputShape),
      String(preset.classes),
      formatCount(preset.expected.parameters),
      preset.title,
    ]),
    { alignRight: [2, 3] },
  );
  const architectures = list.map(({ name, title, inputShape, classes, expected, source }) => ({
    id: name,
    title,
    inputShape,
    classes,
    parameters: expected.parameters,
    source,
  }));
  output.result({ event: "result", architectures }, text);
}

export async function show(id: string, output: Output): Promise<void> {
  enableProdMode();
  const preset = getPreset(id);
  const summary = summarize(buildModel(preset));
  output.result(
    {
      event: "result",
      id,
      parameters: summary.totalParameters,
      trainableParameters: summary.trainableParameters,
      layers: summary.rows,
    },
    `${preset.title}\n${preset.source}\n\n${formatSummary(summary)}`,
  );
}
