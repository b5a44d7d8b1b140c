/// <reference types="vite/client" />
import { buildModel, getPreset } from "@imgcls/architectures";
import { type BatchSource, type Engine, fit, onnxEngine, tfjsEngine } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plainWasm from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simdWasm from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threadedWasm from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import type { Case, Measurement } from "../cases.ts";
import { measureSteps, OPTIMIZER, randomBatch } from "../measure.ts";
import { registerWasmFilterGradient } from "../wasm-filter-gradient.ts";
import type { BrowserEngine, MeasureRequest } from "./engines.ts";
import "@tensorflow/tfjs-backend-webgpu";

globalThis.onmessage = async ({ data }: MessageEvent<MeasureRequest>) => {
  try {
    postMessage(await measure(data));
  } catch (error) {
    postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
};

async function measure({ engine, benchCase, threads, steps, seconds }: MeasureRequest): Promise<Measurement> {
  tf.enableProdMode();
  // Models are built at once, on whatever backend is there; the page's default one starts only when awaited.
  await tf.setBackend("cpu");
  if (engine === "onnx-fit") return measureFit(onnxEngine({ threads }), benchCase, steps);
  return measureSteps(await createEngine(engine, threads), benchCase, {
    steps,
    warmUpSteps: 1,
    warmUpSeconds: WARM_UP_SECONDS,
    seconds,
  });
}

/**
 * WebAssembly starts as quickly compiled code. Meanwhile the browser compiles it again, optimized, on the same
 * cores: for the first seconds a step takes two to three times as long as for the rest of a training.
 */
const WARM_UP_SECONDS = 5;

async function createEngine(engine: Exclude<BrowserEngine, "onnx-fit">, threads: number): Promise<Engine> {
  if (engine === "onnx") return onnxEngine({ threads });
  const backend = engine === "wasm-transposed" ? "wasm" : engine;
  if (backend === "wasm") {
    setWasmPaths({
      "tfjs-backend-wasm.wasm": plainWasm,
      "tfjs-backend-wasm-simd.wasm": simdWasm,
      "tfjs-backend-wasm-threaded-simd.wasm": threadedWasm,
    });
    registerWasmFilterGradient(engine === "wasm" ? "plain" : "transposed");
  }
  if (!(await tf.setBackend(backend))) throw new Error(`the ${backend} backend does not start here`);
  return tfjsEngine({ backend });
}

/** An epoch of `fit` after one that lasts as long as the warm-up, with a message to the page after every step. */
async function measureFit(engine: Engine, { model, batchSize }: Case, steps: number): Promise<Measurement> {
  const preset = getPreset(model);
  const batch = randomBatch({ model, batchSize });
  const train: BatchSource = {
    size: steps * batchSize,
    batchSize,
    batchesPerEpoch: steps,
    *epoch(epoch) {
      const end = performance.now() + (epoch === 1 ? 1e3 * WARM_UP_SECONDS : 0);
      for (let step = 0; step < steps || performance.now() < end; step++) yield batch;
    },
  };
  const result = await fit(buildModel(preset), {
    train,
    epochs: 2,
    optimizer: OPTIMIZER,
    loss: preset.training.loss,
    preprocessing: preset.preprocessing,
    engine,
    callbacks: [{ name: "messages", onBatchEnd: (event) => postMessage(event) }],
  });
  const { name, version, device } = result.engine;
  return {
    engine: `fit: ${name} ${version} (${device})`,
    msPerStep: (1e3 * result.history[1]!.seconds) / steps,
  };
}
