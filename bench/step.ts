/**
 * Times one training step of one case with one of our engines, through the engine's public session, and prints
 * one JSON line. Run by run.ts in a process of its own: two sessions in one process disturb each other.
 *
 *     tsx bench/step.ts ENGINE MODEL BATCH STEPS THREADS
 */
import { buildModel, getPreset } from "@imgcls/architectures";
import { random } from "@imgcls/datasets";
import { onnxEngine, tfjsEngine } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";
import { median } from "./cases.ts";

const WARM_UP_STEPS = 5;

const [engineName, model, batchSize, steps, threads] = process.argv.slice(2) as [string, string, ...string[]];
const size = Number(batchSize);
tf.enableProdMode();

async function createEngine() {
  if (engineName === "onnx") return onnxEngine({ threads: Number(threads) });
  await import("@tensorflow/tfjs-backend-wasm");
  const { registerWasmFilterGradient } = await import("./wasm-filter-gradient.ts");
  registerWasmFilterGradient();
  return tfjsEngine({ backend: "wasm" });
}

const preset = getPreset(model);
const engine = await createEngine();
if (engineName !== "onnx") await tf.setBackend("wasm");
const session = await engine.createSession(buildModel(preset), {
  batchSize: size,
  optimizer: { type: "sgd", learningRate: 0.01, momentum: 0.9 },
  loss: preset.training.loss,
  preprocessing: preset.preprocessing,
  seed: 1,
});

const draw = random(1, "bench");
const pixels = preset.inputShape.reduce((product, extent) => product * extent, size);
const batch = {
  images: Uint8Array.from({ length: pixels }, () => draw.integer(256)),
  labels: Int32Array.from({ length: size }, () => draw.integer(preset.classes)),
  indices: new Uint32Array(size),
  size,
};

const milliseconds: number[] = [];
for (let step = 0; step < WARM_UP_STEPS + Number(steps); step++) {
  const start = performance.now();
  await session.trainStep(batch, { learningRate: 0.01, step });
  milliseconds.push(performance.now() - start);
}
const { name, version, device } = session.description;
await session.dispose();
console.log(
  JSON.stringify({
    engine: `${name} ${version} (${device})`,
    msPerStep: median(milliseconds.slice(WARM_UP_STEPS)),
    peakMemoryMB: process.resourceUsage().maxRSS / 1024,
  }),
);
