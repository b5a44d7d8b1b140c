import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Shared memory, and with it WebAssembly threads, is given to isolated pages alone. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base: "./",
  plugins: [react()],
  // The packages' sources, as everywhere in this repository: nothing has to be built first.
  resolve: { conditions: ["imgcls-source", "module", "browser", "development|production"] },
  worker: { format: "es" },
  build: { target: "es2023", chunkSizeWarningLimit: 2000, modulePreload: { polyfill: false } },
  server: { headers: isolation },
});
