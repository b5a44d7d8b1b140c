/**
 * Times one inference of one network and prints one JSON line; run by inference.ts in a process of its own.
 *
 *     tsx bench/predict.ts MODEL BATCH THREADS predictor|exported|FILE.onnx
 *
 * Our predictor takes uint8 images; the graph that we export, and that of a file, floats that are ready.
 */
import { buildModel, getPreset } from "@imgcls/architectures";
import { exportOnnx } from "@imgcls/onnx";
import { onnxEngine } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";
import * as ort from "onnxruntime-node";
import { type Case, extentOf, median } from "./cases.ts";
import { randomImages } from "./measure.ts";

const WARM_UP = 10;
const SECONDS = 3;

const [name, batch, threads, what] = process.argv.slice(2) as [Case["model"], string, string, string];
tf.enableProdMode();
const batchSize = Number(batch);
const { inputShape, classes } = extentOf(name);
const { images } = randomImages(name, batchSize);

const preset = getPreset(name);
const { preprocessing } = preset;

/** onnxruntime on a graph, given by its file or its bytes. */
async function graph(model: string | Uint8Array): Promise<() => Promise<unknown>> {
  const options = { intraOpNumThreads: Number(threads) };
  const session = await (typeof model === "string"
    ? ort.InferenceSession.create(model, options)
    : ort.InferenceSession.create(model, options));
  const [height, width, channels] = inputShape;
  const input = new ort.Tensor("float32", Float32Array.from(images), [batchSize, channels, height, width]);
  return () => session.run({ [session.inputNames[0]!]: input });
}

async function predictor(): Promise<() => Promise<unknown>> {
  const engine = onnxEngine({ threads: Number(threads) });
  const ours = await engine.createPredictor(build(), { batchSize, preprocessing });
  return () => ours.predict(images, batchSize);
}

async function exported(): Promise<() => Promise<unknown>> {
  const plain = { includePreprocessing: false, softmax: false, dynamicBatch: false } as const;
  return graph(await exportOnnx(build(), { preprocessing, batchSize, ...plain }));
}

const build = () => buildModel(preset, { inputShape, classes, seed: 1 });

const ways: Readonly<Record<string, () => Promise<() => Promise<unknown>>>> = { predictor, exported };
const predict = await (ways[what] ?? (() => graph(what)))();
for (let run = 0; run < WARM_UP; run++) await predict();
const milliseconds: number[] = [];
const end = performance.now() + 1e3 * SECONDS;
while (performance.now() < end) {
  const start = performance.now();
  await predict();
  milliseconds.push(performance.now() - start);
}
console.log(JSON.stringify({ milliseconds: median(milliseconds) }));
