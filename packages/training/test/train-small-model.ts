import { type OnnxEngineOptions, onnxEngine } from "../src/engines/onnx.js";
import { fit } from "../src/fit.js";
import { FROM_PROBABILITIES, PREPROCESSING, SGD, smallModel, smallSource } from "./small-model.js";

export interface TrainingAnswer {
  /** Undefined when it failed. */
  readonly losses?: readonly number[];
  readonly device?: string;
  readonly error?: string;
  /** What the engine told its `log`. */
  readonly messages: readonly string[];
}

export async function trainSmallModel(options: OnnxEngineOptions): Promise<TrainingAnswer> {
  const messages: string[] = [];
  try {
    const { history, engine } = await fit(smallModel(), {
      train: smallSource(64),
      epochs: 4,
      optimizer: SGD,
      loss: FROM_PROBABILITIES,
      preprocessing: PREPROCESSING,
      engine: onnxEngine({ ...options, log: (message) => messages.push(message) }),
    });
    return { losses: history.map(({ loss }) => loss), device: engine.device, messages };
  } catch (error) {
    return { error: (error as Error).message, messages };
  }
}
