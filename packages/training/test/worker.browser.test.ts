import { expect, it, onTestFinished } from "vitest";
import type { OnnxEngineOptions } from "../src/engines/onnx.js";
import { type TrainingAnswer, trainSmallModel } from "./train-small-model.js";

function trainInWorker(options: OnnxEngineOptions): Promise<TrainingAnswer> {
  const worker = new Worker(new URL("./train.worker.ts", import.meta.url), { type: "module" });
  onTestFinished(() => worker.terminate());
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(options);
  });
}

const cores = navigator.hardwareConcurrency;

it("trains in a worker as it does in the page, with a thread for every core", async () => {
  const answer = await trainInWorker({});
  expect(answer).toEqual(await trainSmallModel({}));
  expect(answer.losses?.at(-1)).toBeLessThan(answer.losses![0]!);
  expect(answer.device).toBe(`wasm, ${cores} ${cores === 1 ? "thread" : "threads"}`);
  expect(answer.messages).toEqual([]);
});

it("takes the number of threads that it is given", async () => {
  expect((await trainInWorker({ threads: 1 })).device).toBe("wasm, 1 thread");
  expect((await trainInWorker({ threads: 3 })).device).toBe("wasm, 3 threads");
});

it("says that the number of threads cannot be changed any more", async () => {
  await trainSmallModel({});
  const { device, messages } = await trainSmallModel({ threads: cores + 1 });
  expect(device).toContain(`wasm, ${cores} thread`);
  expect(messages).toEqual([expect.stringMatching(/started with \d+ threads already/)]);
});

it("says where to look when the WebAssembly file is not there", async () => {
  const { error } = await trainInWorker({ wasmPaths: `${location.origin}/nowhere/` });
  expect(error).toMatch(/"onnx": onnxruntime-web does not start \(.*\)\. .* set wasmPaths; .*"tfjs" engine/);
  expect(error).not.toContain("\n");
});

it("takes the WebAssembly file from where it is told", async () => {
  const wasm = new URL(
    "../../../node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm",
    import.meta.url,
  ).href;
  expect((await trainInWorker({ wasmPaths: { wasm } })).error).toBeUndefined();
});
