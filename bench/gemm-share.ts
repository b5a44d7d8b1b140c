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
import { matrixProductSpeed, PRODUCT } from "./matrix-product.ts";

const BATCH = 128;
const STEPS = 15;

tf.enableProdMode();
const given = process.argv.slice(2) as Case["model"][];
const models: Case["model"][] =
  given.length > 0 ? given : ["cifar10-tutorial", ...DEEPER_CASES.map(({ model }) => model)];
const peak = await matrixProductSpeed();
console.log(`matrix product ${PRODUCT}: ${peak.toFixed(0)} GFLOP/s`);
for (const model of models) {
  const forward = 2 * summarize(buildModel(getPreset(model), extentOf(model))).multiplyAdds;
  const { milliseconds } = await timeFit(onnxEngine(), { model, batchSize: BATCH }, STEPS);
  const speed = (3 * forward * BATCH) / median(milliseconds) / 1e6;
  console.log(`${model}: ${speed.toFixed(0)} GFLOP/s, ${((100 * speed) / peak).toFixed(0)} %`);
}
