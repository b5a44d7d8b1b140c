import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { CLASSES, SHAPE, smallBatch, smallPlan } from "../../test/small-model.js";
import { IDENTITY_GRAPH } from "./identity-graph.js";
import { onnxSession } from "./onnx-session.js";
import type { OrtRuntime } from "./ort-runtime.js";
import { allocate, currentBytes, loadWasmModule, startWasmModule, type WasmModule } from "./wasm-module.js";
import { wasmRuntime } from "./wasm-runtime.js";

let module: WasmModule;
let runtime: OrtRuntime;

beforeAll(async () => {
  module = await startWasmModule(await loadWasmModule(), 2);
  runtime = wasmRuntime(module, { threads: 2, lowering: "portable" });
});

const memory = () => currentBytes(module).length;

describe("what a run returns", () => {
  it("stays in the module and goes into the next run, if it is kept", async () => {
    const session = await runtime.createSession(IDENTITY_GRAPH, ["y"]);
    let x = await runtime.store.put(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    for (let run = 0; run < 3; run++) {
      const { y } = await session.run({ x }, ["y"]);
      runtime.store.free([x]);
      x = y!;
    }
    expect(await runtime.store.read(x)).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
    expect(x.dims).toEqual([2, 3]);
    runtime.store.free([x]);
    await session.release();
  });

  it("is a copy of its own, if it is not", async () => {
    const session = await runtime.createSession(IDENTITY_GRAPH, []);
    const values = Float32Array.of(1, 2);
    const x = runtime.tensor(values, [1, 2]);
    const { y: first } = await session.run({ x }, ["y"]);
    values.fill(3);
    const { y: second } = await session.run({ x }, ["y"]);
    expect([first!.data, second!.data]).toEqual([Float32Array.of(1, 2), Float32Array.of(3, 3)]);
    expect((second!.data as Float32Array).buffer).toBeInstanceOf(ArrayBuffer);
    await session.release();
  });
});

describe("memory", () => {
  it("is the same after thousands of runs and hundreds of sessions", async () => {
    const values = new Float32Array(1e6);
    const exercise = async (runs: number) => {
      const session = await runtime.createSession(IDENTITY_GRAPH, ["y"]);
      for (let run = 0; run < runs; run++) {
        const { y } = await session.run({ x: runtime.tensor(values, [1e6]) }, ["y"]);
        runtime.store.free([y!]);
      }
      await session.release();
    };
    await exercise(3);
    const before = memory();
    await exercise(2000);
    for (let i = 0; i < 300; i++) await exercise(1);
    expect(memory()).toBe(before);
  });

  it("is the same after hundreds of training steps", async () => {
    // A megabyte of weights and momenta in 500 steps would be seen.
    const layers = [
      tf.layers.flatten({ inputShape: [...SHAPE] }),
      tf.layers.dense({ units: 500, activation: "relu" }),
      tf.layers.dense({ units: CLASSES, activation: "softmax" }),
    ];
    const session = await onnxSession(runtime, tf.sequential({ layers }), smallPlan());
    const train = async (steps: number) => {
      for (let step = 0; step < steps; step++) {
        await session.trainStep(smallBatch(8, step), { learningRate: 0.01, step });
      }
    };
    await train(10);
    const before = memory();
    await train(500);
    expect(memory()).toBe(before);
    await session.dispose();
  });
});

describe("what the runtime refuses", () => {
  it("is an error with its words", async () => {
    await expect(runtime.createSession(Uint8Array.of(1, 2, 3), [])).rejects.toThrow(
      /^onnxruntime-web: .*protobuf/i,
    );
  });

  it("takes no memory", async () => {
    const session = await runtime.createSession(IDENTITY_GRAPH, ["y"]);
    const tooLong = () => session.run({ x: runtime.tensor(new Int32Array(1e6), [1e6]) }, ["y"]);
    await expect(tooLong()).rejects.toThrow();
    const before = memory();
    for (let run = 0; run < 300; run++) await expect(tooLong()).rejects.toThrow();
    expect(memory()).toBe(before);
    await session.release();
  });

  it("is more or fewer values than the shape has", () => {
    expect(() => runtime.tensor(new Float32Array(8), [2, 2])).toThrow(
      "onnxruntime-web: expected 4 values for a tensor [2,2], received 8",
    );
  });

  it("is what no memory is left for", () => {
    expect(() => allocate(module, 2 ** 32 - 2 ** 16)).toThrow(
      /^onnxruntime-web: no 4294901760 bytes are left/,
    );
  });

  it("is what was given back already, while giving back twice does nothing", async () => {
    const session = await runtime.createSession(IDENTITY_GRAPH, ["y"]);
    const x = await runtime.store.put(Float32Array.of(1), [1]);
    runtime.store.free([x]);
    runtime.store.free([x]);
    await expect(session.run({ x }, ["y"])).rejects.toThrow("this tensor was given back already");
    await session.release();
    await session.release();
    await expect(session.run({ x: runtime.tensor(Float32Array.of(1), [1]) }, ["y"])).rejects.toThrow(
      "this session was released already",
    );
  });

  it("leaves a session that works", async () => {
    const session = await runtime.createSession(IDENTITY_GRAPH, []);
    const x = runtime.tensor(Float32Array.of(7), [1]);
    await expect(session.run({ x: runtime.tensor(Int32Array.of(7), [1]) }, ["y"])).rejects.toThrow(
      /^onnxruntime-web: .*int32.*float/,
    );
    await expect(session.run({ x }, ["z"])).rejects.toThrow(/^onnxruntime-web: .*z/);
    const { y } = await session.run({ x }, ["y"]);
    expect(y!.data).toEqual(Float32Array.of(7));
    await session.release();
  });
});
