import { type Check, type Checks, nearest, object } from "@imgcls/checks";
import { modelProblems } from "@imgcls/onnx";
import { has } from "../plan-problems.js";
import { requireOptions } from "../training-plan.js";
import { type Engine, type EngineTask, isTrainingPlan } from "./engine.js";
import {
  type EngineRefusal,
  EngineUnavailableError,
  UnknownEngineError,
  UnusableModelError,
} from "./errors.js";
import { ONNX_ENGINE_CHECKS, type OnnxEngineOptions, onnxEngine } from "./onnx.js";
import { TFJS_ENGINE_CHECKS, type TfjsEngineOptions, tfjsEngine } from "./tfjs.js";

/** Those of each engine, too: "device", "threads" and "wasmPaths" of "onnx", "backend" of "tfjs". */
export interface ChooseEngineOptions extends OnnxEngineOptions, TfjsEngineOptions {
  /** What it is wanted for. Without it "auto" cannot know whether an engine supports the model. */
  readonly task?: EngineTask;
  /** Told in one sentence why an engine is passed over, or why it will be slower than it could be. */
  readonly log?: (message: string) => void;
}

/** Fastest first: the order in which "auto" asks them. */
const ENGINES: Readonly<Record<EngineName, (options: ChooseEngineOptions) => Engine>> = {
  onnx: (options) => onnxEngine(optionsOf(options, ONNX_ENGINE_CHECKS)),
  tfjs: (options) => tfjsEngine(optionsOf(options, TFJS_ENGINE_CHECKS)),
};

const CHECKS: Checks<ChooseEngineOptions> = {
  ...ONNX_ENGINE_CHECKS,
  ...TFJS_ENGINE_CHECKS,
  task: {
    expected: "{ model, plan }, the plan with preprocessing and batchSize",
    accepts: (value) => {
      const { model, plan } = (value ?? {}) as Partial<EngineTask>;
      return has(model, "inputs", "outputs") && has(plan, "batchSize") && object.accepts(plan!.preprocessing);
    },
  },
};

/** One engine's own options. */
const optionsOf = (options: ChooseEngineOptions, checks: Readonly<Record<string, Check>>) =>
  Object.fromEntries(Object.entries(options).filter(([option]) => Object.hasOwn(checks, option)));

export type EngineName = "onnx" | "tfjs";
export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[];

/**
 * The engine of that name, or for "auto" the first that can do the task: "onnx" alone where a device is given.
 * Throws TrainingOptionsError, UnknownEngineError, UnusableModelError where no engine could do the task, or
 * EngineUnavailableError with the reason of every engine that was asked.
 */
export async function chooseEngine(
  name: "auto" | EngineName | (string & {}),
  options: ChooseEngineOptions = {},
): Promise<Engine> {
  if (name !== "auto" && !Object.hasOwn(ENGINES, name)) {
    const known = ["auto", ...ENGINE_NAMES];
    throw new UnknownEngineError(name, known, nearest(name, known));
  }
  requireOptions("chooseEngine", options, CHECKS);
  if (options.task) requireUsable(options.task);
  const refusals: EngineRefusal[] = [];
  const candidates = candidatesFor(name, options);
  for (const candidate of candidates) {
    const engine = ENGINES[candidate](options);
    const reason = await engine.unavailableReason(options.task);
    if (reason === undefined) return engine;
    refusals.push({ engine: candidate, reason });
    if (candidates.length > 1) options.log?.(`engine "${candidate}" is passed over: ${reason}`);
  }
  throw new EngineUnavailableError(refusals);
}

/** Passing from engine to engine would end in the last one's words about something else. */
function requireUsable({ model, plan }: EngineTask): void {
  const loss = isTrainingPlan(plan) ? plan.loss : undefined;
  const problems = modelProblems(model, { inputShape: plan.inputShape, loss });
  if (problems.length > 0) throw new UnusableModelError(problems);
}

/** A device is asked of the one engine that knows it: another would train on something else. */
function candidatesFor(name: string, { device }: ChooseEngineOptions): readonly EngineName[] {
  if (name !== "auto") return [name as EngineName];
  return device === undefined ? ENGINE_NAMES : ["onnx"];
}
