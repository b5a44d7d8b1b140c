/**
 * Times the training steps of one case through `fit` with one of our engines, and prints one JSON line. Run by
 * run.ts in a process of its own: two sessions in one process disturb each other.
 *
 *     tsx bench/step.ts ENGINE MODEL BATCH STEPS THREADS
 */
import { onnxEngine, tfjsEngine } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";
import { type Case, median } from "./cases.ts";
import { timeFit } from "./fit-steps.ts";

const [engineName, model, batchSize, steps, threads] = process.argv.slice(2) as [string, string, ...string[]];
tf.enableProdMode();

/** Installed by whoever has its native library: it comes from another server than npm's. */
const TFJS_NODE: string = "@tensorflow/tfjs-node";

async function createEngine() {
  if (engineName === "onnx") return onnxEngine({ threads: Number(threads) });
  if (engineName === "onnx-webgpu") return onnxEngine({ device: "webgpu" });
  if (engineName === "onnx-cuda") return onnxEngine({ device: "cuda" });
  if (engineName === "onnx-portable") return onnxEngine({ threads: Number(threads), lowering: "portable" });
  if (engineName === "tfjs-node") {
    await import(TFJS_NODE);
    return tfjsEngine({ backend: "tensorflow" });
  }
  await import("@tensorflow/tfjs-backend-wasm");
  const { registerWasmFilterGradient } = await import("./wasm-filter-gradient.ts");
  registerWasmFilterGradient("transposed");
  await tf.setBackend("wasm");
  return tfjsEngine({ backend: "wasm" });
}

const benchCase = { model, batchSize: Number(batchSize) } as Case;
const { engine, milliseconds } = await timeFit(await createEngine(), benchCase, Number(steps));
const peakMemoryMB = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ engine, msPerStep: median(milliseconds), peakMemoryMB }));
