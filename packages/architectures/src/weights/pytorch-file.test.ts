import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import golden from "../../test/golden/pytorch-files.json" with { type: "json" };
import { chain } from "../blocks/chain.js";
import { WeightsError } from "../errors.js";
import { layerFactory } from "../layer-factory.js";
import { loadPytorchWeights } from "./pytorch.js";
import { readPytorchFile } from "./pytorch-file.js";
import { readSafetensors } from "./safetensors.js";
import type { StoredTensor, StoredTensors } from "./stored-tensor.js";

const fileOf = (name: keyof typeof golden.files): Uint8Array =>
  Uint8Array.from(atob(golden.files[name]), (letter) => letter.charCodeAt(0));

/** The network of golden/pytorch_files.py. */
function network(): tf.LayersModel {
  const layers = layerFactory({ seed: 0 });
  const image = tf.input({ shape: [3, 3, 2] });
  const outputs = chain(
    image,
    layers.conv2d({ name: "conv", filters: 3, kernelSize: 3, useBias: false }),
    layers.batchNormalization({ name: "bn" }),
    layers.globalAveragePooling2d(),
    layers.dense({ name: "fc", units: 2 }),
  );
  return tf.model({ inputs: image, outputs });
}

const weightsOf = (file: Uint8Array | StoredTensors): number[][] => {
  const model = network();
  loadPytorchWeights(model, file);
  return model.getWeights().map((weight) => Array.from(weight.dataSync()));
};

describe.each(["kinds", "before16"] as const)("of the file %s", (file) => {
  it.each(Object.entries(golden.kinds))("reads the tensor %s", (name, { shape, values }) => {
    const tensor = readPytorchFile(fileOf(file)).get(name);
    expect(tensor?.shape).toEqual(shape);
    expect(tensor?.values()).toEqual(Float32Array.from(values));
  });
});

it("a .pth and a safetensors file of a network give the same model", () => {
  const weights = weightsOf(fileOf("network"));
  expect(weights).toEqual(weightsOf(fileOf("networkSafetensors")));
  expect(weights[0]).not.toEqual(network().getWeights()[0]!.arraySync());
});

const renamed = (rename: (name: string, index: number) => string): StoredTensors =>
  new Map(
    [...readPytorchFile(fileOf("network"))].map(([name, tensor], index) => [rename(name, index), tensor]),
  );

describe("other names of the same network", () => {
  const expected = weightsOf(fileOf("network"));

  it("begin with something more", () =>
    expect(weightsOf(renamed((name) => `module.${name}`))).toEqual(expected));

  it("are others in the same order", () => {
    const kind = (name: string) => name.slice(name.lastIndexOf(".") + 1);
    expect(weightsOf(renamed((name, index) => `part${index}.${kind(name)}`))).toEqual(expected);
  });

  it("are refused in another order", () => {
    const other = new Map([...renamed((name) => `a${name.replace(".", "_.")}`)].reverse());
    expect(() => weightsOf(other)).toThrow('"conv.weight" is missing');
  });

  it("are refused with other shapes", () => {
    const other = new Map<string, StoredTensor>(renamed((name) => name.replace(/^\w+/, "x$&")));
    other.set("xconv.weight", { shape: [3, 2, 1, 1], values: () => new Float32Array(6) });
    expect(() => weightsOf(other)).toThrow('"conv.weight" is missing');
  });
});

describe("refuses", () => {
  it.each([
    ["code", "attack", 'a use of "__builtin__.eval", which no state dictionary needs'],
    ["a whole module", "module", 'a use of "torch.nn.modules.linear.Linear"'],
    [
      "what is beside the tensors",
      "checkpoint",
      '"epoch": expected a tensor, found the number 3; "rate": expected a tensor, found the number 0.5; "model": expected a tensor, found a dictionary; Save model.state_dict()',
    ],
    ["another value", "number", "found the number 5"],
    ["safetensors", "networkSafetensors", "a file that torch.save has not written"],
  ] as const)("%s", (_, name, problem) => {
    expect(() => readPytorchFile(fileOf(name))).toThrow(WeightsError);
    expect(() => readPytorchFile(fileOf(name))).toThrow(problem);
  });
});

/** Reads all, or throws WeightsError: nothing else, and never more numbers than the file has. */
function expectTensorsOrRefusal(bytes: Uint8Array): void {
  try {
    for (const tensor of readPytorchFile(bytes).values()) {
      const values = tensor.values();
      expect(values).toHaveLength(tensor.shape.reduce((product, extent) => product * extent, 1));
      expect(values.length).toBeLessThanOrEqual(bytes.length);
    }
  } catch (error) {
    if (!(error instanceof WeightsError)) throw error;
  }
}

const archive = (pickle: Uint8Array, numbers = new Uint8Array(8)): Uint8Array =>
  zipSync({ "a/data.pkl": pickle, "a/data/0": numbers }, { level: 0 });

describe.each(["network", "before16"] as const)("survives hostile files, from %s,", (name) => {
  const whole = fileOf(name);

  it("that end anywhere", () =>
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), (length) => {
        expect(() => readPytorchFile(whole.slice(0, length))).toThrow(WeightsError);
      }),
    ));

  it("with other bytes anywhere", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { minLength: 1 }),
        (changes) => {
          const bytes = whole.slice();
          for (const [at, value] of changes) bytes[at] = value;
          expectTensorsOrRefusal(bytes);
        },
      ),
      { numRuns: 500 },
    ));
});

it.each(["network", "before16", "networkSafetensors"] as const)(
  "a model gets all weights of a tampered %s, or none and an error that names what is wrong",
  (name) => {
    const whole = fileOf(name);
    const model = network();
    const before = model.getWeights().map((weight) => weight.dataSync());
    const change = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          loadPytorchWeights(model, bytes);
          for (const weight of model.getWeights()) {
            expect(weight.dataSync().every(Number.isFinite)).toBe(true);
          }
          model.setWeights(before.map((values, i) => tf.tensor(values, model.weights[i]!.shape as number[])));
        } catch (error) {
          if (!(error instanceof WeightsError)) throw error;
          expect(model.getWeights().map((weight) => weight.dataSync())).toEqual(before);
        }
      }),
      { numRuns: 100 },
    );
  },
);

it("survives any instructions", () => {
  const instruction = fc.oneof(
    fc.constantFrom(
      ..."(}])NtqhJKMGXrjaesucQRb.",
      "\x80\x02",
      "\x85",
      "\x86",
      "\x87",
      "q\x00",
      "h\x00",
      "K\x01",
      "J\xff\xff\xff\x7f",
      "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f",
      "X\x01\x00\x00\x000",
      "X\x07\x00\x00\x00storage",
      "X\xff\xff\xff\xff",
      "ctorch\nFloatStorage\n",
      "ctorch._utils\n_rebuild_tensor_v2\n",
      "ccollections\nOrderedDict\n",
      "cos\nsystem\n",
    ),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(instruction, { maxLength: 60 }), (parts) => {
      const pickle = Uint8Array.from(`${parts.join("")}.`, (letter) => letter.charCodeAt(0) & 0xff);
      expectTensorsOrRefusal(archive(pickle));
    }),
    { numRuns: 1000 },
  );
});

/** The pickle of `{"w": tensor}` on a storage of two float32. */
function tensorPickle({ count = 2, offset = 0, shape = [2], strides = [1] }): Uint8Array {
  const number = (value: number) =>
    `\x8a\x08${Array.from({ length: 8 }, (_, byte) => String.fromCharCode(Math.floor(value / 256 ** byte) % 256)).join("")}`;
  const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
  const tuple = (values: readonly number[]) => `(${values.map(number).join("")}t`;
  const storage = `(${text("storage")}ctorch\nFloatStorage\n${text("0")}${text("cpu")}${number(count)}tQ`;
  const args = `(${storage}${number(offset)}${tuple(shape)}${tuple(strides)}\x89Nt`;
  const pickle = `\x80\x02}${text("w")}ctorch._utils\n_rebuild_tensor_v2\n${args}Rs.`;
  return Uint8Array.from(pickle, (letter) => letter.charCodeAt(0));
}

it("reads what the next tests tamper with", () => {
  const numbers = new Uint8Array(new Float32Array([3, 4]).buffer);
  const tensors = readPytorchFile(archive(tensorPickle({}), numbers));
  expect(tensors.get("w")?.values()).toEqual(new Float32Array([3, 4]));
});

it.each([
  [
    "more numbers than the file has",
    { count: 2 ** 40 },
    'storage "0" of 8 bytes for 1099511627776 numbers of 4',
  ],
  ["a shape beyond the storage", { shape: [3] }, "a tensor of shape [3] in a storage of 2 numbers"],
  ["strides beyond the storage", { strides: [2] }, "a tensor of shape [2] in a storage of 2 numbers"],
  ["an offset beyond the storage", { offset: 1 }, "in a storage of 2 numbers"],
  ["one number repeated", { shape: [2 ** 40], strides: [0] }, "a tensor of shape [1099511627776]"],
  ["shapes that overflow", { shape: [2 ** 40, 2 ** 40], strides: [0, 0] }, "in a storage of 2 numbers"],
  ["another number of strides", { strides: [1, 1] }, "a tensor of shape [2] with strides [1,1]"],
])("refuses %s", (_, tampered, problem) => {
  const read = () => readPytorchFile(archive(tensorPickle(tampered)));
  expect(read).toThrow(WeightsError);
  expect(read).toThrow(problem);
});

it("refuses numbers with the highest byte first", () => {
  const bytes = zipSync(
    { "a/data.pkl": tensorPickle({}), "a/byteorder": new TextEncoder().encode("big") },
    { level: 0 },
  );
  expect(() => readPytorchFile(bytes)).toThrow("numbers with the highest byte first");
});

it("refuses a compressed archive", () => {
  const bytes = zipSync({ "a/data.pkl": new Uint8Array(1000) }, { level: 9 });
  expect(() => readPytorchFile(bytes)).toThrow('the compressed file "a/data.pkl"');
});

it("keeps what safetensors keep", () => {
  const expected = readSafetensors(fileOf("networkSafetensors"));
  const found = readPytorchFile(fileOf("network"));
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
});
