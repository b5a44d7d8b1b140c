import type { SlotState } from "./engine.js";

export const elements = (shape: readonly number[]): number =>
  shape.reduce((product, extent) => product * extent, 1);

/** Throws an Error that names every optimizer tensor which the state lacks or has in another size. */
export function requireSlots(slots: ReadonlyMap<string, readonly number[]>, state: SlotState): void {
  const problems: string[] = [];
  for (const [name, shape] of slots) {
    const found = state.get(name)?.length;
    if (found !== elements(shape)) {
      problems.push(
        `"${name}": expected [${shape}] with ${elements(shape)} values, found ${found ?? "nothing"}`,
      );
    }
  }
  if (problems.length > 0) {
    throw new Error(
      `[imgcls/training] optimizer state does not fit: ${problems.join("; ")}. Resume with the optimizer it was saved with.`,
    );
  }
}
