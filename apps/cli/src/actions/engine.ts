import { availableParallelism } from "node:os";
import {
  chooseEngine,
  type Engine,
  type EngineDescription,
  type EngineTask,
  formatBytes,
  type SessionMemory,
} from "@imgcls/training";
import type { TrainOptions } from "../options/schemas.js";
import type { Output } from "../output.js";

export type EngineChoice = Pick<TrainOptions, "engine" | "backend" | "device" | "threads">;

interface ChosenEngine {
  readonly engine: Engine;
  /** Why this one, for people. */
  readonly reason: string;
}

/** The engine that was asked for, or the fastest that can do the task. A backend asks for TensorFlow.js. */
export async function pickEngine(
  { engine, backend, device, threads }: EngineChoice,
  task: EngineTask,
  output: Output,
): Promise<ChosenEngine> {
  const processors = availableParallelism();
  if (threads !== undefined && threads > processors) {
    output.warn(
      `--threads ${threads}: there are ${processors} processors here, and more threads than those are slower`,
    );
  }
  const name = engine === "auto" || engine === undefined ? (backend === undefined ? "auto" : "tfjs") : engine;
  const chosen = await chooseEngine(name, {
    task,
    ...(device === undefined ? {} : { device }),
    ...(threads === undefined ? {} : { threads }),
    ...(backend === undefined ? {} : { backend }),
    log: (message) => output.note(capitalized(`${message}.`)),
  });
  return {
    engine: chosen,
    reason:
      name === "auto" && device === undefined ? "the fastest that can train this model" : "as asked for",
  };
}

/** The same engine; `announce` is told what it is as soon as it is ready to train. */
export const announced = (
  engine: Engine,
  announce: (description: EngineDescription, memory: SessionMemory | undefined) => void,
): Engine => ({
  ...engine,
  async createSession(model, plan) {
    const session = await engine.createSession(model, plan);
    announce(session.description, session.memory);
    return session;
  },
});

export const describeEngine = ({ name, version, device }: EngineDescription): string =>
  `${name} ${version} (${device})`;

export const describeMemory = ({ needed, available }: SessionMemory): string =>
  `about ${formatBytes(needed.total)} for a step${available === undefined ? "" : ` of ${formatBytes(available)} that are available`}`;

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
