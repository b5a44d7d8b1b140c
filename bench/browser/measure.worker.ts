/// <reference types="vite/client" />
import { buildModel, getPreset } from "@imgcls/architectures";
import { completeRecipe, type RecipeDraft } from "@imgcls/runs";
import { type BatchSource, type Engine, fit, onnxEngine, tfjsEngine } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plainWasm from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simdWasm from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threadedWasm from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import { progressMessages } from "../../apps/web/src/worker/progress.js";
import { type Case, type Measurement, mean } from "../cases.ts";
import { OPTIMIZER, randomBatch, timeSteps } from "../measure.ts";
import { registerWasmFilterGradient } from "../wasm-filter-gradient.ts";
import { type BrowserEngine, FIT_EPOCHS, type MeasureRequest } from "./engines.ts";
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
  if (engine === "onnx-fit") return measureFit(onnxEngine({ threads }), benchCase, seconds);
  const timed = await timeSteps(await createEngine(engine, threads), benchCase, {
    steps,
    warmUpSteps: 1,
    warmUpSeconds: WARM_UP_SECONDS,
    seconds,
  });
  return { engine: timed.engine, msPerStep: mean(timed.milliseconds) };
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

/** An epoch of `fit` after one that lasts as long as the warm-up, while the page draws its live charts. */
async function measureFit(engine: Engine, { model, batchSize }: Case, seconds: number): Promise<Measurement> {
  const preset = getPreset(model);
  const batch = randomBatch({ model, batchSize });
  const stepsOf = new Map<number, number>();
  const train: BatchSource = {
    // Only the charts' horizontal axis depends on it: each epoch ends with its time.
    size: batchSize * Number.MAX_SAFE_INTEGER,
    batchSize,
    batchesPerEpoch: Number.MAX_SAFE_INTEGER,
    *epoch(epoch) {
      const end = performance.now() + 1e3 * (epoch < FIT_EPOCHS ? WARM_UP_SECONDS : seconds);
      let steps = 0;
      for (; performance.now() < end; steps++) yield batch;
      stepsOf.set(epoch, steps);
    },
  };
  const progress = progressMessages((event) => postMessage(event));
  const { inputShape, dataset } = preset;
  const draft = {
    data: { dataset },
    model: { architecture: model },
    epochs: FIT_EPOCHS,
    optimizer: OPTIMIZER,
  };
  const facts = { shape: inputShape, classNames: [], trainCounts: [], hasValidation: false };
  progress.onEvent({
    type: "start",
    earlier: [],
    recipe: completeRecipe(draft as RecipeDraft, facts),
    parameters: 0,
    inputShape,
    classNames: [],
    sizes: { train: train.size },
    available: train.size,
    validatedOn: "none",
    batchesPerEpoch: train.batchesPerEpoch,
    engine: { name: engine.name, version: "", device: "" },
    memory: undefined,
  });
  const result = await fit(buildModel(preset), {
    train,
    epochs: FIT_EPOCHS,
    optimizer: OPTIMIZER,
    loss: preset.training.loss,
    preprocessing: preset.preprocessing,
    engine,
    callbacks: progress.callbacks,
  });
  const { name, version, device } = result.engine;
  return {
    engine: `fit: ${name} ${version} (${device})`,
    msPerStep: (1e3 * result.history.at(-1)!.seconds) / stepsOf.get(FIT_EPOCHS)!,
  };
}
