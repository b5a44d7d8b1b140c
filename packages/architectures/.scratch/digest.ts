import * as tf from "@tensorflow/tfjs";
tf.enableProdMode();
import { buildModel as now } from "../src/index.js";
import { buildModel as before } from "./old/packages/architectures/src/index.js";
const digest = async (m: any) => Buffer.from(await crypto.subtle.digest("SHA-256", await new Blob(m.getWeights().map((w: any) => w.dataSync())).arrayBuffer())).toString("hex");
for (const n of ["mnist-cnn","cifar10-cnn","cifar100-cnn","cifar10-tutorial","mlp"]) for (const seed of [0,3]) {
  const [a,b] = [before(n,{seed}), now(n,{seed})];
  console.log(n, seed, await digest(a) === await digest(b), (await digest(b)), JSON.stringify(a.toJSON(null,false))===JSON.stringify(b.toJSON(null,false)));
}
