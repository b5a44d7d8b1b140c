import { anything, type Checks, count, func, text } from "@imgcls/checks";
import {
  compileInference,
  compileTrainingStep,
  type LoweringChoice,
  UnsupportedModelError,
} from "@imgcls/onnx";
import { loadOrt } from "#ort";
import { requireOptions } from "../training-plan.js";
import type { OnnxDevice } from "./device.js";
import { type Engine, type EngineTask, isTrainingPlan } from "./engine.js";
import { EngineUnavailableError } from "./errors.js";
import { onnxInspector } from "./onnx-inspector.js";
import { onnxPredictor } from "./onnx-predictor.js";
import { onnxSession } from "./onnx-session.js";
import type { OrtRuntime, WasmPaths } from "./ort-runtime.js";

export interface OnnxEngineOptions {
  /**
   * Node only: "cpu" (default), "webgpu" or "cuda". A graphics card that does not start here, or computes something else
   * than the CPU, makes the engine unavailable: it never trains on the CPU instead. The few operators that
   * the card lacks run on the CPU.
   */
  readonly device?: OnnxDevice;
  /**
   * 1 to 512. Default: as many as there are cores, more are slower. A page that is not cross-origin isolated has one.
   */
  readonly threads?: number;
  /** How the graphs keep feature maps. Default: the fastest way that the runtime has, which a short probe finds. */
  readonly lowering?: LoweringChoice;
  /**
   * Browsers only: where onnxruntime-web's .wasm file is. Default: beside its JavaScript, where bundlers that understand
   * `new URL(name, import.meta.url)` put it by themselves.
   */
  readonly wasmPaths?: WasmPaths;
  /** Told in one sentence when it will be slower than it could be, and what to do. */
  readonly log?: (message: string) => void;
}

const MOST_THREADS = 512;

export const ONNX_ENGINE_CHECKS: Checks<OnnxEngineOptions> = {
  // Which there are is the platform's to say: an unknown one makes the engine unavailable.
  device: text,
  threads: {
    expected: `a whole number from 1 to ${MOST_THREADS} (threads beyond the machine's processors only wait for each other)`,
    accepts: (value) => count.accepts(value) && Number(value) <= MOST_THREADS,
  },
  lowering: anything,
  wasmPaths: {
    expected: "an address or { wasm: address }",
    accepts: (value) =>
      text.accepts(value) || (typeof value === "object" && value !== null && "wasm" in value),
  },
  log: func,
};

/**
 * Compiles the whole training step to one ONNX graph and runs it in ONNX Runtime: in Node its native library, of
 * the program's own onnxruntime-node or of @imgcls/onnxruntime, else the WebAssembly module of the latter; in a browser
 * onnxruntime-web. The fastest engine; it trains what @imgcls/onnx can compile.
 *
 * @throws TrainingOptionsError with every option that is unknown or wrong
 */
export function onnxEngine(options: OnnxEngineOptions = {}): Engine {
  requireOptions("onnxEngine", options, ONNX_ENGINE_CHECKS);
  let loading: Promise<OrtRuntime> | undefined;
  const load = () => {
    loading ??= loadOrt(options);
    return loading;
  };
  const start = () =>
    load().catch((cause: Error) => {
      throw new EngineUnavailableError([{ engine: "onnx", reason: cause.message }]);
    });

  return {
    name: "onnx",
    async unavailableReason(task) {
      try {
        await load();
      } catch (error) {
        return (error as Error).message;
      }
      return task && unsupportedReason(task);
    },
    async createSession(model, plan) {
      return onnxSession(await start(), model, plan);
    },
    async createPredictor(model, plan) {
      return onnxPredictor(await start(), model, plan);
    },
    async createInspector(model, plan) {
      return onnxInspector(await start(), model, plan);
    },
  };
}

/** Compiling takes milliseconds, so it is the question. */
function unsupportedReason({ model, plan }: EngineTask): string | undefined {
  try {
    const { batchSize, preprocessing, inputShape } = plan;
    const images = { batchSize, preprocessing, inputShape };
    if (isTrainingPlan(plan)) {
      const { loss, optimizer } = plan;
      compileTrainingStep(model, { ...images, loss, optimizer });
    } else compileInference(model, images);
    return undefined;
  } catch (error) {
    if (error instanceof UnsupportedModelError) return error.message;
    throw error;
  }
}
