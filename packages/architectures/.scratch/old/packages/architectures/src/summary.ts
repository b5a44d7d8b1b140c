import type { LayersModel } from "@tensorflow/tfjs";

export interface SummaryRow {
  readonly name: string;
  /** The layer's class, such as "Conv2D". */
  readonly type: string;
  /** `null` is the batch dimension. */
  readonly outputShape: readonly (number | null)[];
  readonly parameters: number;
}

export interface ModelSummary {
  readonly model: string;
  readonly rows: readonly SummaryRow[];
  readonly totalParameters: number;
  readonly trainableParameters: number;
}

interface Counted {
  readonly shape: readonly (number | null)[];
}

const count = (weights: readonly Counted[]): number =>
  weights.reduce(
    (sum, { shape }) => sum + shape.reduce<number>((product, size) => product * (size ?? 1), 1),
    0,
  );

/** The model's layers with output shapes and parameter counts. A layer with several outputs shows its first. */
export function summarize(model: LayersModel): ModelSummary {
  return {
    model: model.name,
    rows: model.layers.map((layer) => ({
      name: layer.name,
      type: layer.getClassName(),
      outputShape: firstShape(layer.outputShape),
      parameters: layer.countParams(),
    })),
    totalParameters: count(model.weights),
    trainableParameters: count(model.trainableWeights),
  };
}

function firstShape(shape: LayersModel["outputShape"]): (number | null)[] {
  const [first] = shape;
  return Array.isArray(first) ? first : (shape as (number | null)[]);
}

const HEADERS = ["Layer (type)", "Output Shape", "Param #"] as const;

/** The table that `model.summary()` prints in Keras, with columns as wide as their content. */
export function formatSummary(summary: ModelSummary): string {
  const cells = summary.rows.map((row) => [
    `${row.name} (${row.type})`,
    `(${row.outputShape.map((size) => size ?? "None").join(", ")})`,
    grouped(row.parameters),
  ]);
  const widths = HEADERS.map((header, column) =>
    Math.max(header.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    ` ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("   ")}`.trimEnd();
  const rule = (character: string): string =>
    character.repeat(widths.reduce((sum, width) => sum + width + 3, 0));

  return [
    `Model: "${summary.model}"`,
    rule("_"),
    line(HEADERS),
    rule("="),
    ...cells.map(line),
    rule("="),
    `Total params: ${grouped(summary.totalParameters)}`,
    `Trainable params: ${grouped(summary.trainableParameters)}`,
    `Non-trainable params: ${grouped(summary.totalParameters - summary.trainableParameters)}`,
    rule("_"),
  ].join("\n");
}

/** 4210090 → "4,210,090", whatever the machine's language. */
const grouped = (value: number): string => value.toLocaleString("en-US");
