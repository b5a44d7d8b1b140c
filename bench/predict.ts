/**
 * Times one inference of one network and prints one JSON line; run by inference.ts in a process of its own.
 *
 *     tsx bench/predict.ts MODEL BATCH THREADS [PLAIN.onnx]
 *
 * With a file: onnxruntime on that graph, on floats that are ready. Without: our predictor, on uint8 images.
 */
import { buildModel, getPreset } from "@imgcls/architectures";
import { onnxEngine } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";
import * as ort from "onnxruntime-node";
import { type Case, extentOf, median } from "./cases.ts";
import { randomImages } from "./measure.ts";

const WARM_UP = 10;
const SECONDS = 3;

const [name, batch, threads, plainGraph] = process.argv.slice(2) as [Case["model"], string, string, string?];
tf.enableProdMode();
const batchSize = Number(batch);
const { inputShape, classes } = extentOf(name);
const { images } = randomImages(name, batchSize);

async function plain(file: string): Promise<() => Promise<unknown>> {
  const session = await ort.InferenceSession.create(file, { intraOpNumThreads: Number(threads) });
  const [height, width, channels] = inputShape;
  const input = new ort.Tensor("float32", Float32Array.from(images), [batchSize, channels, height, width]);
  return () => session.run({ images: input });
}

async function ours(): Promise<() => Promise<unknown>> {
  const preset = getPreset(name);
  const model = buildModel(preset, { inputShape, classes, seed: 1 });
  const predictor = await onnxEngine({ threads: Number(threads) }).createPredictor(model, {
    batchSize,
    preprocessing: preset.preprocessing,
  });
  return () => predictor.predict(images, batchSize);
}

const predict = await (plainGraph ? plain(plainGraph) : ours());
for (let run = 0; run < WARM_UP; run++) await predict();
const milliseconds: number[] = [];
const end = performance.now() + 1e3 * SECONDS;
while (performance.now() < end) {
  const start = performance.now();
  await predict();
  milliseconds.push(performance.now() - start);
}
console.log(JSON.stringify({ milliseconds: median(milliseconds) }));
