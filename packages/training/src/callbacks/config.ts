import { object, unknownName } from "@imgcls/checks";
import type { OptionTable } from "@imgcls/onnx";
import type { Callback } from "../callback.js";
import { requireNone } from "../training-plan.js";
import { callbackOptionProblems } from "./complete-options.js";
import {
  CALLBACK_NAMES,
  CALLBACKS,
  type CallbackConfig,
  type CallbackName,
  type CallbackPlace,
  kindOf,
} from "./table.js";

/**
 * What is wrong with a callback's configuration: a sentence each, empty when all is well.
 *
 * @param path what to call it in the sentences: "callbacks[0]"
 */
export function callbackConfigProblems(config: unknown, path: string): string[] {
  if (!object.accepts(config)) return [`expected ${path} to be { type, … }, received ${String(config)}`];
  const { type, ...options } = config as Readonly<Record<string, unknown>>;
  if (typeof type !== "string" || !Object.hasOwn(CALLBACKS, type)) {
    return [`${path}.type: ${unknownName("callback", String(type), CALLBACK_NAMES)}`];
  }
  const { options: described, contradictions } = kindOf(type as CallbackName);
  return callbackOptionProblems(path, options, described, contradictions);
}

/**
 * @param place `folder` is the place of the run: callbacks that write files write them there
 * @throws TrainingOptionsError with everything that is wrong with the configuration
 */
export function callbackFromConfig(config: CallbackConfig, place: CallbackPlace): Callback {
  requireNone(callbackConfigProblems(config, "callback"), "callbackFromConfig");
  const { type, ...options } = config;
  return kindOf(type).create(options, place);
}

/** All options of a callback: what each may be, its default, and a line about it. */
export const callbackOptions = (type: CallbackName): OptionTable => kindOf(type).options;
