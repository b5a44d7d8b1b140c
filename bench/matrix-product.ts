/**
 * The runtime's own speed of matrix products on this machine, in GFLOP/s: what tables name beside the processor, and
 * what training steps are compared with. Prints it when it is run by itself.
 *
 *     npm run build && tsx bench/matrix-product.ts
 */
import { pathToFileURL } from "node:url";
import { onnxEngine } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";
import { median } from "./cases.ts";

const REPEATS = 30;
const [ROWS, INNER, COLUMNS] = [2048, 2048, 512];

export const PRODUCT = `[${ROWS}, ${INNER}] · [${INNER}, ${COLUMNS}]`;

/** A dense layer, with its weights packed once, is a matrix product and little else. */
export async function matrixProductSpeed(): Promise<number> {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [32, INNER / 32, 1] }),
      tf.layers.dense({ units: COLUMNS, useBias: false }),
    ],
  });
  const plan = { batchSize: ROWS, preprocessing: { scale: 1 / 255 } };
  const predictor = await onnxEngine().createPredictor(model, plan);
  const images = new Uint8Array(ROWS * INNER).fill(100);
  const milliseconds: number[] = [];
  for (let run = 0; run < REPEATS; run++) {
    const start = performance.now();
    await predictor.predict(images, ROWS);
    milliseconds.push(performance.now() - start);
  }
  await predictor.dispose();
  return (2 * ROWS * INNER * COLUMNS) / median(milliseconds) / 1e6;
}

if (import.meta.url === pathToFileURL(process.argv[1]!).href) {
  console.log((await matrixProductSpeed()).toFixed(0));
}
