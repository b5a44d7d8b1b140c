import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { VERSION } from "./wasm-module.js";

it("knows the interface of the version that is installed, and that users are asked to install", async () => {
  const file = createRequire(import.meta.url).resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm");
  const installed = JSON.parse(await readFile(join(dirname(file), "..", "package.json"), "utf8"));
  expect(VERSION).toBe(installed.version);
  expect(VERSION).toBe(manifest.peerDependencies["onnxruntime-web"]);
});
