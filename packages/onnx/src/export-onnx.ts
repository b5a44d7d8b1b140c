import type * as tf from "@tensorflow/tfjs";
import { compilableModel } from "./compilable-model.js";
import { emitInference } from "./compile-inference.js";
import { encodeModel } from "./encode-model.js";
import { CompilerOptionsError } from "./errors.js";
import { BATCH_SYMBOL, forAnyBatch } from "./graph/any-batch.js";
import { Graph, type Value } from "./graph/graph.js";
import { toHalfPrecision } from "./graph/half-precision.js";
import { div, mul, sigmoid, sub } from "./graph/ops/elementwise.js";
import { INLINED } from "./graph/ops/inlined.js";
import { concat, reshape } from "./graph/ops/movement.js";
import { logSoftmax, softmax, sum } from "./graph/ops/reduce.js";
import { maxPool } from "./graph/ops/window.js";
import { wholeWindow } from "./graph/shapes.js";
import { simplify } from "./graph/simplify.js";
import { type Maps, plainValue } from "./layers/feature.js";
import { portable } from "./lowering/portable.js";
import { requireExportOptions } from "./options.js";
import { preprocess } from "./preprocess.js";
import { lastStep, poolBeforeRelu, takePadding, withoutFinal } from "./rewrite-model.js";
import type { Preprocessing, WeightValues } from "./types.js";
import type { WalkedModel } from "./walk-model.js";

export interface ExportOptions {
  /** What the model was trained with; written into the metadata, and computed in the graph by default. */
  readonly preprocessing: Preprocessing;
  /** In the order of the outputs; written into the metadata. */
  readonly classNames?: readonly string[];
  /**
   * Default true: the input "images" is `[batch, height, width, channels]` with grey levels 0..255. False: the input
   * "input" is float32 `[batch, channels, height, width]`, pre-processed by the caller.
   */
  readonly includePreprocessing?: boolean;
  /** Of "images". Default "uint8". */
  readonly imageType?: "uint8" | "float32";
  /**
   * Default true: the output "probabilities" sums to one, by the model's own softmax or one that is added; a model that
   * ends in a sigmoid keeps it. One unit, with a sigmoid of its own or one that is added, says how much an image is of
   * class 1: it becomes two columns, `[1 − p, p]`. False: the output "logits" is what the model puts out before a final
   * softmax.
   */
  readonly softmax?: boolean;
  /** Default true: any number of images. False: `batchSize`. */
  readonly dynamicBatch?: boolean;
  /** Of a graph whose batch is not dynamic. Default 1. */
  readonly batchSize?: number;
  /** Version of ONNX's operators, 13 to 21. Default 17, which onnxruntime reads from 1.12 on; that of an ONNX file as base, which cannot be another. */
  readonly opset?: number;
  /** As in InferenceOptions: of a model of free input size. The file then accepts images of this size. */
  readonly inputShape?: readonly number[];
  /** How a picture of other proportions was brought to the size of the input; written into the metadata. */
  readonly fit?: "fill" | "cover" | "contain";
  /** What logits are divided by before the softmax or sigmoid that is added, so that probabilities are as likely as they say. Default 1. */
  readonly temperature?: number;
  /** A second output "unknown_score", `[batch]`: how much an image looks like none of the classes. Default: none. */
  readonly unknown?: UnknownOutput;
  /** Weights and activations in float16, half the size; pre-processing, softmax, scores, input, output and a base of an ONNX file stay as they are. Default false. */
  readonly fp16?: boolean;
}

export interface UnknownOutput {
  /** "energy": −ln Σ exp(logit); "uncertainty": 1 − the greatest probability. */
  readonly score: "energy" | "uncertainty";
  /** An image with a greater score is of none of the classes. Written into the metadata. */
  readonly threshold: number;
}

/**
 * The model with its weights as one ONNX file that any ONNX runtime runs, with nothing of this project. Ordinary operators
 * only; batch normalization is folded into the convolutions.
 *
 * Metadata: `producer`, `classNames`, `preprocessing`, `input` (layout, type and range), `picture` (how a file becomes the input,
 * with `fit`), `temperature` and `unknown` (output, score and threshold), all but the first JSON.
 *
 * Throws CompilerOptionsError, UnsupportedModelError, which lists every layer that cannot be compiled, and an Error for
 * weights that are not finite.
 */
export async function exportOnnx(
  model: tf.LayersModel,
  options: ExportOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  requireExportOptions(model, options);
  const weights = await readFiniteWeights(model);
  const { opset = 17, dynamicBatch = true, fp16 = false } = options;
  const simple = simplify(exportGraph(model, weights, options));
  if (options.opset !== undefined && simple.nodes.some(({ op }) => op === INLINED)) {
    throw new CompilerOptionsError("exportOnnx", [
      "opset: the base is of an ONNX file, and its operators are of the version that it was saved with: leave it out",
    ]);
  }
  const graph = fp16
    ? toHalfPrecision(simple, ({ op, scope }) => FLOAT32_SCOPES.has(scope) || FLOAT32_OPERATORS.has(op))
    : simple;
  return encodeModel(dynamicBatch ? forAnyBatch(graph) : graph, {
    opset,
    ...(dynamicBatch && { batchSymbol: BATCH_SYMBOL }),
    metadata: metadataOf(model, options),
  });
}

const FLOAT32_SCOPES = new Set(["preprocessing", "unknown"]);
const FLOAT32_OPERATORS = new Set(["Softmax", INLINED]);

function exportGraph(model: tf.LayersModel, weights: WeightValues, options: ExportOptions): Graph {
  const { dynamicBatch = true, softmax: endsInSoftmax = true, temperature = 1, unknown } = options;
  const batchSize = dynamicBatch ? BATCH_SYMBOL : (options.batchSize ?? 1);
  const compilable = compilableModel(model, { inputShape: options.inputShape });
  const { model: withoutSoftmax } = withoutFinal("softmax", compilable);
  const walked = poolBeforeRelu(takePadding(withoutSoftmax));

  const graph = new Graph();
  const input = emitInput(graph, walked, batchSize, options);
  const classes = plainValue(emitInference(walked, input, portable, weights).output);
  const isProbability = lastStep(walked)?.config.activation === "sigmoid";
  const probabilities = () =>
    graph.within("probabilities", () =>
      probabilitiesOf(temperature === 1 ? classes : div(classes, temperature), isProbability),
    );
  const answer = endsInSoftmax ? probabilities() : classes;
  graph.output(endsInSoftmax ? "probabilities" : "logits", answer);
  if (unknown?.score === "energy")
    graph.output(
      "unknown_score",
      graph.within("unknown", () => energy(classes)),
    );
  if (unknown?.score === "uncertainty") {
    const shown = endsInSoftmax ? answer : probabilities();
    graph.output(
      "unknown_score",
      graph.within("unknown", () => uncertainty(shown)),
    );
  }
  return graph;
}

/** One output is the probability p of class 1, and becomes `[1 − p, p]`. */
function probabilitiesOf(outputs: Value, isProbability: boolean): Value {
  if (outputs.shape[1] !== 1) return isProbability ? outputs : softmax(outputs, 1);
  const p = isProbability ? outputs : sigmoid(outputs);
  return concat([sub(1, p), p], 1);
}

/** −ln Σ exp(logit): in every column it is ln softmax − logit. */
function energy(logits: Value): Value {
  const columns = sub(logSoftmax(logits, 1), logits);
  return mul(sum(columns, [1]), 1 / logits.shape[1]!);
}

/** 1 − the greatest probability. */
function uncertainty(probabilities: Value): Value {
  const [batch, classes] = probabilities.shape as readonly [number, number];
  const greatest = maxPool(
    reshape(probabilities, [batch, 1, 1, classes]),
    wholeWindow({ height: 1, width: classes }),
  );
  return sub(1, reshape(greatest, [batch]));
}

function emitInput(
  graph: Graph,
  { inputShape }: WalkedModel,
  batchSize: number,
  { preprocessing, includePreprocessing = true, imageType = "uint8" }: ExportOptions,
): Maps {
  const [height, width, channels] = inputShape;
  const maps = (value: Value): Maps => ({
    kind: "maps",
    value,
    extent: { height, width, channels },
    lowering: portable,
  });
  if (!includePreprocessing) {
    return maps(graph.input("input", "float32", [batchSize, channels, height, width]));
  }
  const images = graph.input("images", imageType, [batchSize, ...inputShape]);
  return graph.within("preprocessing", () => maps(preprocess(images, preprocessing, portable)));
}

/** As @imgcls/datasets reads files: upright, over white, resized as by Pillow's BILINEAR. */
const PICTURE = { orientation: "exif", background: [255, 255, 255], resize: "bilinear", antialias: true };

function metadataOf(model: tf.LayersModel, options: ExportOptions): Record<string, string> {
  const { preprocessing, classNames, includePreprocessing = true, imageType = "uint8", inputShape } = options;
  const { fit, temperature, unknown } = options;
  const [height, width, channels] = inputShape ?? model.inputs[0]!.shape.slice(1);
  const input = includePreprocessing
    ? { layout: "NHWC", type: imageType, range: [0, 255], height, width, channels }
    : { layout: "NCHW", type: "float32", range: "preprocessed", height, width, channels };
  return {
    producer: "imgcls",
    preprocessing: JSON.stringify({ ...preprocessing, included: includePreprocessing }),
    input: JSON.stringify(input),
    ...(fit && { picture: JSON.stringify({ ...PICTURE, fit }) }),
    ...(classNames && { classNames: JSON.stringify(classNames) }),
    ...(temperature !== undefined && { temperature: JSON.stringify(temperature) }),
    ...(unknown && { unknown: JSON.stringify({ output: "unknown_score", ...unknown }) }),
  };
}

async function readFiniteWeights(model: tf.LayersModel): Promise<WeightValues> {
  const entries = await Promise.all(
    model.weights.map(async (weight) => {
      return [weight.originalName, await weight.read().data<"float32">()] as const;
    }),
  );
  const broken = entries.filter(([, values]) => !values.every(Number.isFinite)).map(([name]) => name);
  if (broken.length > 0) {
    throw new Error(
      `[imgcls/onnx] exportOnnx: expected finite weights, found NaN or infinity in ${broken.join(", ")}. Train the model anew.`,
    );
  }
  return new Map(entries);
}
