// Engines take steps. What they are not responsible for: epochs, the order of batches, learning rates, means
// over batches, validation, callbacks, checkpoints on disk. All of that exists once, in fit.ts.
import type { LayersModel } from "@tensorflow/tfjs";
import type { Batch } from "../batch.js";
import type { WeightMap } from "../model-weights.js";
import type { InferencePlan, TrainingPlan } from "../training-plan.js";
import type { Inspector } from "./inspector.js";
import type { MemoryNeed } from "./memory-need.js";

export interface EngineDescription {
  readonly name: string;
  /** Of the library that computes. */
  readonly version: string;
  /** Such as "cpu, 2 threads". */
  readonly device: string;
}

/** The optimizer's tensors by name: "WEIGHT/velocity" of SGD, "WEIGHT/m" and "WEIGHT/v" of Adam. */
export type SlotState = WeightMap;

export interface TrainedState {
  readonly weights: WeightMap;
  readonly slots: SlotState;
}

export interface StepResult {
  /** Mean over the batch, before the update. */
  readonly loss: number;
  /** How many of the batch's images were classified correctly, before the update. */
  readonly correct: number;
  /** `[size, classes]`, what the model put out before the update; only where the plan asks for it. */
  readonly outputs?: Float32Array;
  /**
   * L2 norm of all gradients together, before clipping; only where the plan asks for it. With accumulation it is that of the
   * sum since the last update divided by `gradientAccumulationSteps`: in a step that updates, of the mean.
   */
  readonly gradientNorm?: number;
}

export interface Predictor {
  readonly description: EngineDescription;
  /**
   * What the model itself puts out, `[size, classes]`: probabilities or logits.
   *
   * @param images `[size, height, width, channels]`, 0..255
   */
  predict(images: Uint8Array, size: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export interface SessionMemory {
  /** By a step on a whole batch. */
  readonly needed: MemoryNeed;
  /** Bytes that could be taken before the session began; undefined where nobody knows. */
  readonly available: number | undefined;
}

/** Trains one model. Until `syncWeights` the LayersModel may hold older weights than the session. */
export interface TrainingSession extends Predictor {
  /** Of engines that know it. */
  readonly memory?: SessionMemory;
  /** One update. `step` counts from 0 over the whole training; random numbers derive from it and the seed. */
  trainStep(batch: Batch, at: { readonly learningRate: number; readonly step: number }): Promise<StepResult>;
  /** Session → LayersModel. */
  syncWeights(): Promise<void>;
  /** LayersModel → session. */
  loadWeights(): Promise<void>;
  /** A copy of the optimizer's tensors, in the LayersModel's order of elements: engines can exchange it. */
  saveState(): Promise<SlotState>;
  loadState(state: SlotState): Promise<void>;
  /**
   * What is trained as it is now, to be read while steps go on: a quick engine only holds it. It is read once, or held to the
   * end.
   */
  snapshot(): Promise<() => Promise<TrainedState>>;
}

export interface EngineTask {
  readonly model: LayersModel;
  readonly plan: TrainingPlan | InferencePlan;
}

export interface Engine {
  readonly name: string;
  /** Why it cannot be used here, or not for this task; undefined when it can. */
  unavailableReason(task?: EngineTask): Promise<string | undefined>;
  /**
   * Throws EngineUnavailableError, NotEnoughMemoryError where a batch of the plan's size does not fit, or an error of the
   * library that says what the model lacks.
   */
  createSession(model: LayersModel, plan: TrainingPlan): Promise<TrainingSession>;
  createPredictor(model: LayersModel, plan: InferencePlan): Promise<Predictor>;
  /**
   * Absent: it cannot look inside a model. Of the plan's batch size are the images that are inspected at once.
   * Throws what `createPredictor` throws, and UnsupportedModelError with all that it cannot compile.
   */
  createInspector?(model: LayersModel, plan: InferencePlan): Promise<Inspector>;
}

export const isTrainingPlan = (plan: TrainingPlan | InferencePlan): plan is TrainingPlan =>
  "optimizer" in plan;
