import type { FileStore } from "./file-store.js";

/** `exclusively` for a store that only this program has: those who come later wait in a queue a name. */
export function queueByName(): FileStore["exclusively"] {
  const last = new Map<string, Promise<unknown>>();
  return async (name, action, { signal, onWait } = {}) => {
    const before = last.get(name);
    const turn = (async () => {
      if (before !== undefined) {
        onWait?.();
        await before.catch(() => {});
      }
      signal?.throwIfAborted();
      return action();
    })();
    last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (last.get(name) === turn) last.delete(name);
    }
  };
}
