import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { ISOLATION_HEADERS } from "./server/isolation.js";
import { serviceWorker } from "./vite/service-worker-plugin.js";

export default defineConfig({
  base: "./",
  plugins: [react(), serviceWorker()],
  // The packages' sources, as everywhere in this repository: nothing has to be built first.
  resolve: { conditions: ["imgcls-source", "module", "browser", "development|production"] },
  worker: { format: "es" },
  build: { target: "es2023", chunkSizeWarningLimit: 2000, modulePreload: { polyfill: false } },
  server: { headers: ISOLATION_HEADERS },
});
