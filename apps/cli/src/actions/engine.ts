import { availableParallelism } from "node:os";
import type { EngineChooser } from "@imgcls/runs";
import { chooseEngine, type EngineDescription, formatBytes, type SessionMemory } from "@imgcls/training";
import type { TrainOptions } from "../options/train.js";
import type { Output } from "../output.js";

export type EngineChoice = Pick<TrainOptions, "engine" | "backend" | "device" | "threads">;

/** The engine that was asked for, or the fastest that can do the task. A backend asks for TensorFlow.js. */
export function chooserOf(
  { engine, backend, device, threads }: Partial<EngineChoice>,
  output: Output,
): EngineChooser {
  const processors = availableParallelism();
  if (threads !== undefined && threads > processors) {
    output.warn(
      `--threads ${threads}: there are ${processors} processors here, and more threads than those are slower`,
    );
  }
  const name = engine === "auto" || engine === undefined ? (backend === undefined ? "auto" : "tfjs") : engine;
  return (task) =>
    chooseEngine(name, {
      task,
      ...(device !== undefined && { device }),
      ...(threads !== undefined && { threads }),
      ...(backend !== undefined && { backend }),
      log: (message) => output.note(capitalized(`${message}.`)),
    });
}

export const describeEngine = ({ name, version, device }: EngineDescription): string =>
  `${name} ${version} (${device})`;

export const describeMemory = ({ needed, available }: SessionMemory): string =>
  `about ${formatBytes(needed.total)} for a step${available === undefined ? "" : ` of ${formatBytes(available)} that are available`}`;

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
