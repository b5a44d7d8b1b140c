import { Graph } from "../graph/graph.js";
import { plain } from "../layers/feature.js";
import type { LossConfig } from "./config.js";
import { emitLosses } from "./emit-losses.js";
import { fusedActivation } from "./index.js";

export interface LossGraphOptions {
  readonly loss: LossConfig;
  readonly batchSize: number;
  /** Numbers that the model puts out for an image; 1 stands for two classes. */
  readonly units: number;
  /** The outputs are a softmax, whose small values are trusted. Default false. */
  readonly isSoftmax?: boolean;
  /** Default false. */
  readonly softLabels?: boolean;
  /** Default false. */
  readonly sampleWeights?: boolean;
  /** Default false. */
  readonly gradient?: boolean;
}

/**
 * The loss of a batch as a graph of its own, for who computes the model otherwise: the same formulas as in a compiled
 * step. From "predictions" float32 `[batch, units]`, "labels" int32 `[batch]` (soft labels float32 `[batch, classes]`) and
 * "sample_weights" float32 `[batch]` come "loss" `[]`, "correct" `[]` and "gradient", dL/dpredictions.
 */
export function lossGraph(options: LossGraphOptions): Graph {
  const { loss, batchSize, units, isSoftmax, softLabels, sampleWeights, gradient } = options;
  const graph = new Graph();
  const feature = plain(graph.input("predictions", "float32", [batchSize, units]));
  const truth = {
    labels: softLabels
      ? graph.input("labels", "float32", [batchSize, Math.max(2, units)])
      : graph.input("labels", "int32", [batchSize]),
    sampleWeights: sampleWeights ? graph.input("sample_weights", "float32", [batchSize]) : undefined,
  };
  const output = {
    name: "predictions",
    feature,
    isLogits: false,
    isSoftmax: isSoftmax === true && fusedActivation(loss) === "softmax",
  };
  const { total, gradients } = emitLosses([output], truth, { loss });
  graph.output("loss", total);
  if (gradient) graph.output("gradient", gradients[0]![1]);
  graph.prune();
  return graph;
}
