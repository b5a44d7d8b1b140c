import {
  type Engine,
  type EngineDescription,
  type EngineTask,
  EngineUnavailableError,
  onnxEngine,
  tfjsEngine,
} from "@imgcls/training";
import type { EngineChoice } from "../protocol.js";
import { engineReason } from "./sentences.js";

type Log = (sentence: string) => void;

/** The runtime starts once, before or in the first training, and says only then how it could be quicker. */
const startNotices: string[] = [];
const noteAtStart: Log = (sentence) => void startNotices.push(sentence);

/** Loads the fastest engine ahead of the first training. When that does not work now, the training tries again. */
export async function startFastestEngine(): Promise<void> {
  await onnxEngine({ log: noteAtStart }).unavailableReason();
}

/** Fastest first. TensorFlow.js has no "auto" of its own here, because its plain JavaScript is very slow. */
const ENGINES: Readonly<Record<Exclude<EngineChoice, "auto">, () => Engine>> = {
  onnx: () => onnxEngine({ log: noteAtStart }),
  "tfjs-webgl": () => tfjsEngine({ backend: "webgl" }),
  "tfjs-cpu": () => tfjsEngine({ backend: "cpu" }),
};

/** @throws EngineUnavailableError with the reason of every engine that was asked */
export async function pickEngine(choice: EngineChoice, task: EngineTask, log: Log): Promise<Engine> {
  const candidates = choice === "auto" ? (Object.keys(ENGINES) as (keyof typeof ENGINES)[]) : [choice];
  const refusals = [];
  for (const name of candidates) {
    const engine = ENGINES[name]();
    const reason = await engine.unavailableReason(task);
    if (reason === undefined) {
      if (name === "onnx") startNotices.forEach(log);
      return engine;
    }
    refusals.push({ engine: name, reason });
    if (choice === "auto")
      log(`Slower than usual, because the fastest engine cannot be used: ${engineReason(reason)}.`);
  }
  throw new EngineUnavailableError(refusals);
}

/** For what is no training, and waits for nobody. */
export const fastestEngine = (task: EngineTask): Promise<Engine> => pickEngine("auto", task, () => undefined);

const NAMES: Readonly<Record<string, string>> = { onnx: "ONNX Runtime", tfjs: "TensorFlow.js" };

export const describeEngine = ({ name, version, device }: EngineDescription): string =>
  `${NAMES[name] ?? name} ${version}, ${device}`;
