import { missingProblems, object, optionProblems, unknownName } from "@imgcls/checks";
import type { Callback } from "../callback.js";
import { requireNone } from "../training-plan.js";
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
  const { checks, required = [] } = kindOf(type as CallbackName);
  return [...missingProblems(path, options, checks, required), ...optionProblems(path, options, checks)];
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

/** What an option may be, in words and as a test. */
export interface CallbackOption {
  /** Completes "expected NAME to be …". */
  readonly expected: string;
  accepts(value: unknown): boolean;
}

/** Each option of a callback, for forms and tables. */
export const callbackOptions = (type: CallbackName): Readonly<Record<string, CallbackOption>> =>
  kindOf(type).checks;
