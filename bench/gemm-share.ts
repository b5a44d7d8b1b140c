/**
 * How much of the runtime's own speed of matrix products a training step reaches: multiplications and additions of
 * forward and backward pass (three times the forward ones) by the time of a step through `fit`.
 *
 *     npm run build && tsx bench/gemm-share.ts [MODEL ...]
 */
import { buildModel, getPreset, summarize } from "@imgcls/architectures";
import { onnxEngine } from "@imgcls/training";
import * as tf from "@tensorflow/tfjs";
import { type Case, DEEPER_CASES, extentOf, median } from "./cases.ts";
import { timeFit } from "./fit-steps.ts";

const BATCH = 128;
const STEPS = 15;
const REPEATS = 30;
const [ROWS, INNER, COLUMNS] = [2048, 2048, 512];

/** A dense layer, with its weights packed once, is a matrix product and little else. GFLOP/s. */
async function gemmPeak(): Promise<number> {
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

tf.enableProdMode();
const given = process.argv.slice(2) as Case["model"][];
const models: Case["model"][] =
  given.length > 0 ? given : ["cifar10-tutorial", ...DEEPER_CASES.map(({ model }) => model)];
const peak = await gemmPeak();
console.log(`matrix product [${ROWS}, ${INNER}] · [${INNER}, ${COLUMNS}]: ${peak.toFixed(0)} GFLOP/s`);
for (const model of models) {
  const forward = 2 * summarize(buildModel(getPreset(model), extentOf(model))).multiplyAdds;
  const { milliseconds } = await timeFit(onnxEngine(), { model, batchSize: BATCH }, STEPS);
  const speed = (3 * forward * BATCH) / median(milliseconds) / 1e6;
  console.log(`${model}: ${speed.toFixed(0)} GFLOP/s, ${((100 * speed) / peak).toFixed(0)} %`);
}
