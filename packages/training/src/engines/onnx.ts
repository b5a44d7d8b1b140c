import { compileInference, compileTrainingStep, UnsupportedModelError } from "@imgcls/onnx";
import { loadOrt } from "#ort";
import { type Engine, type EngineDescription, type EngineTask, isTrainingPlan } from "./engine.js";
import { EngineUnavailableError } from "./errors.js";
import { onnxPredictor } from "./onnx-predictor.js";
import { onnxSession } from "./onnx-session.js";
import type { OrtRuntime } from "./ort-runtime.js";

export interface OnnxEngineOptions {
  /** Default: as many as there are cores. */
  readonly threads?: number;
}

/**
 * Compiles the whole training step to one ONNX graph and runs it in an ONNX runtime: onnxruntime-node in
 * Node, onnxruntime-web elsewhere. The fastest engine; it trains what @imgcls/onnx can compile.
 */
export function onnxEngine({ threads }: OnnxEngineOptions = {}): Engine {
  let loading: Promise<OrtRuntime> | undefined;
  const load = () => {
    loading ??= loadOrt();
    return loading;
  };

  async function start(): Promise<{ runtime: OrtRuntime; count: number; description: EngineDescription }> {
    const runtime = await load().catch((cause: Error) => {
      throw new EngineUnavailableError([{ engine: "onnx", reason: cause.message }]);
    });
    const count = threads ?? runtime.defaultThreads;
    const device = `cpu, ${count} ${count === 1 ? "thread" : "threads"}`;
    return { runtime, count, description: { name: "onnx", version: runtime.version, device } };
  }

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
      const { runtime, count, description } = await start();
      return onnxSession(runtime, count, description, model, plan);
    },
    async createPredictor(model, plan) {
      const { runtime, count, description } = await start();
      return onnxPredictor(runtime, count, description, model, plan);
    },
  };
}

/** Compiling takes milliseconds, so it is the question. */
function unsupportedReason({ model, plan }: EngineTask): string | undefined {
  try {
    if (isTrainingPlan(plan)) compileTrainingStep(model, plan);
    else compileInference(model, plan);
    return undefined;
  } catch (error) {
    if (error instanceof UnsupportedModelError) return error.message;
    throw error;
  }
}
