import { createRequire } from "node:module";
import { dirname } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";

const COMPOSED = "Conv2DBackpropFilter";

/** Of the backend's own, this one is wrong where windows leave a row of the maps over. */
const WRONG = "MaxPoolGrad";

/**
 * TensorFlow.js's `cpu` backend needs most of a minute for one step of AlexNet on two small images. Its `wasm` backend is
 * fast but made for prediction: the kernels of gradients that it lacks are lent by `cpu`, and that of convolutions'
 * filters, the slow one, is composed of the backend's own slices and products.
 */
export async function trainOnWasm(): Promise<void> {
  const wasm = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(`${dirname(wasm)}/`);
  await tf.setBackend("wasm");
  const present = new Set(tf.getKernelsForBackend("wasm").map(({ kernelName }) => kernelName));
  tf.unregisterKernel(WRONG, "wasm");
  present.delete(WRONG);
  for (const kernel of tf.getKernelsForBackend("cpu")) {
    if (kernel.kernelName !== COMPOSED && !present.has(kernel.kernelName)) tf.registerKernel(lent(kernel));
  }
  tf.registerKernel({
    kernelName: COMPOSED,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) =>
      filterGradient(inputs as unknown as Operands, attrs as unknown as Window),
  });
}

type Values = Float32Array | Int32Array | Uint8Array;

interface Backend {
  readSync(dataId: object): Values;
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Values): tf.TensorInfo;
  disposeData(dataId: object): void;
}

/** A kernel of the `cpu` backend on tensors of `wasm`. */
function lent({ kernelName, kernelFunc }: tf.KernelConfig): tf.KernelConfig {
  const cpu = tf.engine().findBackend("cpu") as unknown as Backend;
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc({ inputs, attrs = {}, backend }) {
      const wasm = backend as Backend;
      const moved = Object.entries(inputs).map(([name, tensor]) => {
        const { dataId, shape, dtype } = tensor as tf.TensorInfo;
        return [name, cpu.makeTensorInfo(shape, dtype, wasm.readSync(dataId).slice())] as const;
      });
      const results = [kernelFunc({ inputs: Object.fromEntries(moved), attrs, backend: cpu })].flat();
      const returned = results.map(({ dataId, shape, dtype }) => {
        const info = tf.tensor(cpu.readSync(dataId).slice(), shape, dtype as "float32");
        cpu.disposeData(dataId);
        return info;
      });
      for (const [, { dataId }] of moved) cpu.disposeData(dataId);
      return returned.length === 1 ? returned[0]! : returned;
    },
  };
}

interface Operands {
  readonly x: tf.Tensor4D;
  readonly dy: tf.Tensor4D;
}

interface Window {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same";
  readonly filterShape: [number, number, number, number];
}

/** `dW[i, j, c, f] = Σ_n,y,x x[n, y·s + i, x·s + j, c] · dy[n, y, x, f]`, tap by tap of the window. */
function filterGradient({ x, dy }: Operands, { strides, pad, filterShape }: Window): tf.Tensor {
  const [height, width, channels, filters] = filterShape;
  const [batch, rows, columns] = dy.shape;
  const [down, right] =
    [strides].flat().length === 2 ? (strides as [number, number]) : [strides as number, strides as number];
  /** TensorFlow's "same": the odd zero at the end. */
  const zeros = (size: number, outputs: number, window: number, stride: number): [number, number] => {
    const total = pad === "same" ? Math.max((outputs - 1) * stride + window - size, 0) : 0;
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  };
  return tf.tidy(() => {
    const padded = tf.pad(x, [
      [0, 0],
      zeros(x.shape[1], rows, height, down),
      zeros(x.shape[2], columns, width, right),
      [0, 0],
    ]);
    const taps = Array.from({ length: height * width }, (_, tap) => {
      const [top, left] = [Math.floor(tap / width), tap % width];
      const end = [batch, top + (rows - 1) * down + 1, left + (columns - 1) * right + 1, channels];
      return tf
        .stridedSlice(padded, [0, top, left, 0], end, [1, down, right, 1])
        .reshape([batch * rows * columns, channels]);
    });
    const windows = tf.transpose(tf.concat(taps, 1));
    return tf.matMul(windows, dy.reshape([batch * rows * columns, filters])).reshape(filterShape);
  });
}
