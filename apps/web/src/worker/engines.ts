import {
  type Engine,
  type EngineDescription,
  type EngineTask,
  EngineUnavailableError,
  onnxEngine,
  tfjsEngine,
} from "@imgcls/training";
import type { EngineChoice } from "../protocol.js";

type Log = (sentence: string) => void;

/** Fastest first. TensorFlow.js has no "auto" of its own here, because its plain JavaScript is very slow. */
const ENGINES: Readonly<Record<Exclude<EngineChoice, "auto">, (log: Log) => Engine>> = {
  onnx: (log) => onnxEngine({ log }),
  "tfjs-webgl": () => tfjsEngine({ backend: "webgl" }),
  "tfjs-cpu": () => tfjsEngine({ backend: "cpu" }),
};

/** @throws EngineUnavailableError with the reason of every engine that was asked */
export async function pickEngine(choice: EngineChoice, task: EngineTask, log: Log): Promise<Engine> {
  const candidates = choice === "auto" ? (Object.keys(ENGINES) as (keyof typeof ENGINES)[]) : [choice];
  const refusals = [];
  for (const name of candidates) {
    const engine = ENGINES[name](log);
    const reason = await engine.unavailableReason(task);
    if (reason === undefined) return engine;
    refusals.push({ engine: name, reason });
    if (choice === "auto") log(`Slower than usual, because the fastest engine cannot be used: ${reason}.`);
  }
  throw new EngineUnavailableError(refusals);
}

const NAMES: Readonly<Record<string, string>> = { onnx: "ONNX Runtime", tfjs: "TensorFlow.js" };

export const describeEngine = ({ name, version, device }: EngineDescription): string =>
  `${NAMES[name] ?? name} ${version}, ${device}`;
