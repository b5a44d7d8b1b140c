import type { FileStore } from "../file-store.js";

/** `exclusively` over all pages and workers of a site, by the browser's own locks. */
export const exclusivelyInBrowser =
  (scope: string): FileStore["exclusively"] =>
  async (name, action, { signal, onWait } = {}) => {
    const lock = `${scope}/${name}`;
    const busy = Symbol("busy");
    const first = await navigator.locks.request(lock, { ifAvailable: true }, (free) =>
      free === null ? busy : action(),
    );
    if (first !== busy) return first as Awaited<ReturnType<typeof action>>;
    onWait?.();
    return navigator.locks.request(lock, signal === undefined ? {} : { signal }, action);
  };
