import { createContext, useContext, useSyncExternalStore } from "react";
import type { AppState } from "./app-state.js";
import { Store } from "./store.js";

export const StoreContext = createContext(new Store());

export const useStore = (): Store => useContext(StoreContext);

export function useAppState(): AppState {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, store.snapshot);
}
