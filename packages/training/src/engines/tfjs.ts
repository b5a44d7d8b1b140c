import { type Checks, text } from "@imgcls/checks";
import * as tf from "@tensorflow/tfjs";
import { requireOptions } from "../training-plan.js";
import { type Engine, type EngineTask, isTrainingPlan } from "./engine.js";
import { EngineUnavailableError } from "./errors.js";
import { availableKernels, missingKernels, selectBackend } from "./tfjs-backend.js";
import { layersOf } from "./tfjs-layers.js";
import { tfjsPredictor, tfjsSession } from "./tfjs-session.js";

export interface TfjsEngineOptions {
  /** A registered backend: "cpu", "webgl", "wasm", "webgpu", "tensorflow". Default: TensorFlow.js's choice. */
  readonly backend?: string;
}

// Which backends there are is known when the engine starts: an unknown one makes it unavailable.
export const TFJS_ENGINE_CHECKS: Checks<TfjsEngineOptions> = { backend: text };

/**
 * Trains with TensorFlow.js itself, on any of its backends: slow on CPUs, but every layer it has is covered.
 *
 * @throws TrainingOptionsError with every option that is unknown or wrong
 */
export function tfjsEngine(options: TfjsEngineOptions = {}): Engine {
  requireOptions("tfjsEngine", options, TFJS_ENGINE_CHECKS);
  const { backend } = options;
  async function unavailableReason(task?: EngineTask): Promise<string | undefined> {
    const reason = await selectBackend(backend);
    if (reason !== undefined || task === undefined || !isTrainingPlan(task.plan)) return reason;
    const { outputs, name } = task.model;
    if (outputs.length > 1) {
      return `model "${name}" has ${outputs.length} outputs, and this engine trains models with one; use the "onnx" engine`;
    }
    const current = tf.getBackend();
    const classes = layersOf(task.model).map(({ layer }) => layer.getClassName());
    return missingKernels(classes, current, availableKernels(current));
  }

  async function requireAvailable(task: EngineTask): Promise<void> {
    const reason = await unavailableReason(task);
    if (reason !== undefined) throw new EngineUnavailableError([{ engine: "tfjs", reason }]);
  }

  return {
    name: "tfjs",
    unavailableReason,
    async createSession(model, plan) {
      await requireAvailable({ model, plan });
      return tfjsSession(model, plan);
    },
    async createPredictor(model, plan) {
      await requireAvailable({ model, plan });
      return tfjsPredictor(model, plan);
    },
  };
}
