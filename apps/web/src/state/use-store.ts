import { createContext, useContext, useSyncExternalStore } from "react";
import type { AppState } from "./app-state.js";
import type { Store } from "./store.js";

export const StoreContext = createContext<Store | undefined>(undefined);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (store === undefined)
    throw new Error("[imgcls/web] useStore: expected a StoreContext around the component.");
  return store;
}

export function useAppState(): AppState {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, store.snapshot);
}
