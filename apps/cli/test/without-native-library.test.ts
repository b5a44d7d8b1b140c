import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

const hidden = (file: string) => ["--import", pathToFileURL(resolve(import.meta.dirname, file)).href];
const TRAIN = [
  "train",
  "--dataset",
  "synthetic-digits",
  "--arch",
  "mnist-cnn",
  "--limit",
  "64",
  "--epochs",
  "1",
];

describe("where ONNX Runtime's native library does not load", () => {
  const nodeOptions = hidden("hide-native-library.mjs");

  it("trains on its WebAssembly module, and says what is missing", async () => {
    const cwd = temporaryFolder();
    const { code, stdout, stderr } = await imgcls([...TRAIN, "--json", "--out", "run"], { cwd, nodeOptions });
    expect(code, stderr).toBe(0);
    expect(jsonLines(stdout).at(-1)!.engine).toMatchObject({
      name: "onnx",
      device: expect.stringMatching(/^wasm, /),
    });
    expect(stderr).toMatch(
      /native library does not load here \(onnxruntime-node: not installed; @imgcls\/onnxruntime: not installed\): its WebAssembly module computes instead/,
    );
  });

  it("never computes on the processor in place of a graphics card", async () => {
    const { code, stderr } = await imgcls([...TRAIN, "--device", "webgpu"], { nodeOptions });
    expect(code).toBe(1);
    expect(stderr).toContain(
      'expected "webgpu" to work here, but ONNX Runtime\'s native library does not load here',
    );
    expect(stderr).toContain("npm install @imgcls/onnxruntime");
  });
});
