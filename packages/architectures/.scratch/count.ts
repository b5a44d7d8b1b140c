import * as tf from "@tensorflow/tfjs";
tf.enableProdMode();
import { presets, buildModel, summarize } from "../src/index.js";
const only = process.argv[2];
for (const p of Object.values(presets)) {
  if (only && !new RegExp(only).test(p.name)) continue;
  const t = performance.now();
  try {
  const m = buildModel(p, { initialWeights: "zeros" });
  const s = summarize(m) as any;
  const e = p.expected;
  console.log(p.name.padEnd(22), s.totalParameters === e.parameters ? "ok" : `TOTAL ${s.totalParameters} != ${e.parameters}`, s.trainableParameters === e.trainableParameters ? "ok" : `TRAINABLE ${s.trainableParameters} != ${e.trainableParameters}`, s.multiplyAdds === e.multiplyAdds ? "ok": `MACS ${s.multiplyAdds}`, m.outputs.map(o => o.shape.join("x")).join(" "), Math.round(performance.now() - t) + " ms");
  m.dispose();
  for (const size of [28, 32]) { const q = buildModel(p, { inputShape: [size,size,3], initialWeights: "zeros" }); q.dispose(); }
  } catch (e) { console.log(p.name, String(e).slice(0,300)); }
}
