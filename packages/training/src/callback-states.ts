import type { Callback, CallbackState } from "./callback.js";

/** Of each callback that has a state, by its name. */
export type CallbackStates = Readonly<Record<string, CallbackState>>;

const stateful = (callbacks: readonly Callback[]) =>
  callbacks.flatMap(({ name, createState }) => (createState ? [{ name, createState }] : []));

/** Every callback anew, or as it was where a checkpoint has it. */
export const beginStates = (callbacks: readonly Callback[], saved: CallbackStates = {}): CallbackStates =>
  Object.fromEntries(
    stateful(callbacks).map(({ name, createState }) => [name, { ...createState(), ...saved[name] }]),
  );

/** States as they are now: hooks replace their fields, and never change what is in them. */
export const copyStates = (states: CallbackStates): CallbackStates =>
  Object.fromEntries(Object.entries(states).map(([name, state]) => [name, { ...state }]));

/** What a checkpoint's callbacks have too little or too much for a training to go on with them: a sentence each. */
export function stateProblems(callbacks: readonly Callback[], saved: CallbackStates): string[] {
  const own = new Map(stateful(callbacks).map(({ name, createState }) => [name, createState]));
  const missing = [...own.keys()].filter((name) => !Object.hasOwn(saved, name));
  const left = Object.keys(saved).filter((name) => !own.has(name));
  const unequal = [...own].flatMap(([name, createState]) => {
    const [expected, found] = [Object.keys(createState()), Object.keys(saved[name] ?? {})];
    const isSame = expected.length === found.length && expected.every((field) => found.includes(field));
    return !Object.hasOwn(saved, name) || isSame
      ? []
      : [
          `expected the state of callback "${name}" to have ${expected.join(", ")}, the checkpoint has ${found.join(", ")}`,
        ];
  });
  return [
    ...missing.map(
      (name) => `callback "${name}" has no state in the checkpoint: it was not part of this training`,
    ),
    ...left.map(
      (name) => `callback "${name}" of the checkpoint is not among the callbacks: add it to go on as before`,
    ),
    ...unequal,
  ];
}
