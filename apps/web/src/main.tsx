import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import { keepOffline } from "./offline/keep-offline.js";
import { Store } from "./state/store.js";
import { StoreContext } from "./state/use-store.js";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/stages.css";
import "./styles/results.css";
import "./styles/forced-colors.css";

const store = new Store();

/** Before anything is drawn, so that no touch is missed. */
const FIRST_TOUCH = ["pointermove", "pointerdown", "keydown", "wheel", "touchstart", "focusin"] as const;
const touched = (): void => {
  for (const name of FIRST_TOUCH) removeEventListener(name, touched);
  store.wake();
  void keepOffline();
};
for (const name of FIRST_TOUCH) addEventListener(name, touched, { passive: true });

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <StoreContext value={store}>
      <App />
    </StoreContext>
  </StrictMode>,
);
