import { buildModel, formatSummary, getPreset, type Preset, presets, summarize } from "@imgcls/architectures";
import { enableProdMode } from "@tensorflow/tfjs";
import type { Output } from "../output.js";
import { formatCount, formatShape } from "./format.js";
import { table } from "./table.js";

/** Grouped by family; multiply-adds are in millions, for one image of the size shown. */
export async function listAll(output: Output): Promise<void> {
  const list: readonly Preset[] = Object.values(presets);
  const families = [...new Set(list.map(({ family }) => family))];
  const rows = families.flatMap((family) =>
    list
      .filter((preset) => preset.family === family)
      .map(({ name, title, inputShape, classes, expected }, index) => [
        index === 0 ? family : "",
        name,
        formatShape(inputShape),
        String(classes),
        formatCount(expected.parameters),
        formatCount(Math.round(expected.multiplyAdds / 1e6)),
        title,
      ]),
  );
  const headers = ["family", "id", "input", "classes", "parameters", "M multiply-adds", "what it is"];
  const architectures = list.map(
    ({ name, title, family, dataset, inputShape, classes, expected, source }) => ({
      id: name,
      title,
      family,
      dataset,
      inputShape,
      classes,
      parameters: expected.parameters,
      trainableParameters: expected.trainableParameters,
      multiplyAdds: expected.multiplyAdds,
      source,
    }),
  );
  output.result({ event: "result", architectures }, table(headers, rows, { alignRight: [3, 4, 5] }));
}

export async function show(id: string, output: Output): Promise<void> {
  enableProdMode();
  const preset = getPreset(id);
  const summary = summarize(buildModel(preset, { initialWeights: "zeros" }));
  output.result(
    {
      event: "result",
      id,
      parameters: summary.totalParameters,
      trainableParameters: summary.trainableParameters,
      multiplyAdds: summary.multiplyAdds,
      layers: summary.rows,
    },
    `${preset.title}\n${preset.source}\n\n${formatSummary(summary, { details: true })}`,
  );
}
