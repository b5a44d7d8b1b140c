import * as tf from "@tensorflow/tfjs";

/**
 * How the product with the transposed windows is taken: by matMul itself, as one would write it, or of an operand
 * that is transposed first, which is the fastest form found (the backend's transposed matMul is slow).
 */
export type FilterGradientForm = "plain" | "transposed";

/**
 * TensorFlow.js's wasm backend has no Conv2DBackpropFilter, so it cannot train a CNN. This composes it from the
 * backend's own operators: the taps of the window as slices, joined, times dy.
 *
 *     dW[i, j, c, f] = Σ_n,y,x x[n, y + i, x + j, c] · dy[n, y, x, f]        (stride 1)
 */
export function registerWasmFilterGradient(form: FilterGradientForm): void {
  tf.registerKernel({
    kernelName: "Conv2DBackpropFilter",
    backendName: "wasm",
    kernelFunc({ inputs, attrs }) {
      const { x, dy } = inputs as unknown as { x: tf.Tensor4D; dy: tf.Tensor4D };
      const { pad, filterShape } = attrs as unknown as {
        pad: "valid" | "same";
        filterShape: [number, number, number, number];
      };
      return tf.tidy(() => filterGradient(x, dy, pad, filterShape, form));
    },
  });
}

function filterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  pad: "valid" | "same",
  [height, width, channels, filters]: [number, number, number, number],
  form: FilterGradientForm,
): tf.Tensor {
  const [batch, rows, columns] = dy.shape;
  const spare = (size: number): [number, number] => [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  const padded = pad === "same" ? tf.pad(x, [[0, 0], spare(height), spare(width), [0, 0]]) : x;
  const taps = Array.from({ length: height * width }, (_, tap) =>
    tf
      .slice(padded, [0, Math.floor(tap / width), tap % width, 0], [batch, rows, columns, channels])
      .reshape([batch * rows * columns, channels]),
  );
  const windows = tf.concat(taps, 1);
  const gradients = dy.reshape([batch * rows * columns, filters]);
  const product =
    form === "plain"
      ? tf.matMul(windows, gradients, true, false)
      : tf.matMul(tf.transpose(windows), gradients);
  return product.reshape([height, width, channels, filters]);
}
