import * as tf from "@tensorflow/tfjs";

/**
 * TensorFlow.js's wasm backend has no Conv2DBackpropFilter, so it cannot train a CNN. This composes it from the
 * backend's own operators, in the fastest form found: the taps of the window as slices, joined, times dy, with
 * the operand transposed explicitly (the backend's transposed matMul is slow).
 *
 *     dW[i, j, c, f] = Σ_n,y,x x[n, y + i, x + j, c] · dy[n, y, x, f]        (stride 1)
 */
export function registerWasmFilterGradient(): void {
  tf.registerKernel({
    kernelName: "Conv2DBackpropFilter",
    backendName: "wasm",
    kernelFunc({ inputs, attrs }) {
      const { x, dy } = inputs as unknown as { x: tf.Tensor4D; dy: tf.Tensor4D };
      const { pad, filterShape } = attrs as unknown as {
        pad: "valid" | "same";
        filterShape: [number, number, number, number];
      };
      return tf.tidy(() => filterGradient(x, dy, pad, filterShape));
    },
  });
}

function filterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  pad: "valid" | "same",
  [height, width, channels, filters]: [number, number, number, number],
): tf.Tensor {
  const [batch, rows, columns] = dy.shape;
  const spare = (size: number): [number, number] => [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  const padded = pad === "same" ? tf.pad(x, [[0, 0], spare(height), spare(width), [0, 0]]) : x;
  const taps = Array.from({ length: height * width }, (_, tap) =>
    tf
      .slice(padded, [0, Math.floor(tap / width), tap % width, 0], [batch, rows, columns, channels])
      .reshape([batch * rows * columns, channels]),
  );
  const windows = tf.transpose(tf.concat(taps, 1));
  return tf
    .matMul(windows, dy.reshape([batch * rows * columns, filters]))
    .reshape([height, width, channels, filters]);
}
