import { flag } from "@imgcls/checks";
import type { LayersModel } from "@tensorflow/tfjs";
import { checkOptions } from "../option-checks.js";
import { outputShapeOf, product, type Shape } from "./layer-graph.js";
import { multiplyAddsOf } from "./multiply-adds.js";
import { type ReceptiveField, receptiveFields } from "./receptive-field.js";

export interface SummaryRow {
  readonly name: string;
  /** The layer's class, such as "Conv2D". */
  readonly type: string;
  /** `null` is the batch dimension. */
  readonly outputShape: Shape;
  readonly parameters: number;
  /** Those of them that training changes. */
  readonly trainableParameters: number;
  /** Of convolutions and dense layers, for one image. */
  readonly multiplyAdds: number;
  /** Pixels of the image that one position of the output depends on; `null`: the whole image. */
  readonly receptiveField: ReceptiveField | null;
}

export interface ModelSummary {
  readonly model: string;
  readonly rows: readonly SummaryRow[];
  /** As Keras counts: with the moving averages of batch normalization. */
  readonly totalParameters: number;
  /** As PyTorch counts, when nothing is frozen. */
  readonly trainableParameters: number;
  /** For one image; twice as many floating-point operations. */
  readonly multiplyAdds: number;
}

const count = (weights: readonly { readonly shape: Shape }[]): number =>
  weights.reduce((sum, { shape }) => sum + product(shape), 0);

/**
 * The model's layers with output shapes, parameters, multiply-adds and receptive fields. A layer with several
 * outputs shows its first.
 */
export function summarize(model: LayersModel): ModelSummary {
  const fields = receptiveFields(model);
  const rows = model.layers.map((layer) => ({
    name: layer.name,
    type: layer.getClassName(),
    outputShape: outputShapeOf(layer),
    parameters: layer.countParams(),
    trainableParameters: count(layer.trainableWeights),
    multiplyAdds: multiplyAddsOf(layer),
    receptiveField: fields.get(layer) ?? null,
  }));
  return {
    model: model.name,
    rows,
    totalParameters: count(model.weights),
    trainableParameters: count(model.trainableWeights),
    multiplyAdds: rows.reduce((sum, row) => sum + row.multiplyAdds, 0),
  };
}

const HEADERS = ["Layer (type)", "Output Shape", "Param #"] as const;
const DETAILS = ["Multiply-adds", "Receptive field"] as const;

export interface SummaryFormat {
  /** Adds columns for multiply-adds and receptive fields, which Keras does not have. Default false. */
  readonly details?: boolean;
}

/** The table that `model.summary()` prints in Keras, with columns as wide as their content. */
export function formatSummary(summary: ModelSummary, options: SummaryFormat = {}): string {
  checkOptions("formatSummary", options, { details: flag });
  const { details = false } = options;
  const headers = details ? [...HEADERS, ...DETAILS] : HEADERS;
  const cells = summary.rows.map((row) => {
    const keras = [
      `${row.name} (${row.type})`,
      `(${row.outputShape.map((size) => size ?? "None").join(", ")})`,
      grouped(row.parameters),
    ];
    return details ? [...keras, grouped(row.multiplyAdds), row.receptiveField?.join("×") ?? "all"] : keras;
  });
  const widths = headers.map((header, column) =>
    Math.max(header.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    ` ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("   ")}`.trimEnd();
  const rule = (character: string): string =>
    character.repeat(widths.reduce((sum, width) => sum + width + 3, 0));

  return [
    `Model: "${summary.model}"`,
    rule("_"),
    line(headers),
    rule("="),
    ...cells.map(line),
    rule("="),
    `Total params: ${grouped(summary.totalParameters)}`,
    `Trainable params: ${grouped(summary.trainableParameters)}`,
    `Non-trainable params: ${grouped(summary.totalParameters - summary.trainableParameters)}`,
    ...(details ? [`Multiply-adds: ${grouped(summary.multiplyAdds)}`] : []),
    rule("_"),
  ].join("\n");
}

/** 4210090 → "4,210,090", whatever the machine's language. */
const grouped = (value: number): string => value.toLocaleString("en-US");
