import { func, optionProblems } from "@imgcls/checks";
import type { Callback } from "./callback.js";

type Functions = Omit<Callback, "name">;
export const HOOKS: { readonly [Name in keyof Functions]-?: typeof func } = {
  onTrainBegin: func,
  onEpochBegin: func,
  onBatchEnd: func,
  onEpochEnd: func,
  onStop: func,
  onTrainEnd: func,
  createState: func,
};

/** Callbacks may have properties of their own; what looks like a hook has to be one. */
export function callbackProblems(callbacks: readonly Callback[]): string[] {
  const problems = callbacks.flatMap((callback, i) => {
    const owner = `callbacks[${i}]`;
    if (typeof callback?.name !== "string") {
      return [`expected ${owner} to be an object with a name and hooks such as onEpochEnd`];
    }
    const hooks = Object.fromEntries(
      Object.entries(callback).filter(([key]) => /^on[A-Z_]/.test(key) || Object.hasOwn(HOOKS, key)),
    );
    return optionProblems(`${owner} ("${callback.name}")`, hooks, HOOKS);
  });
  const names = callbacks.filter((callback) => callback?.createState).map(({ name }) => name);
  if (new Set(names).size < names.length) {
    problems.push(
      `expected callbacks that keep a state to have different names, received ${names.join(", ")}`,
    );
  }
  return problems;
}
