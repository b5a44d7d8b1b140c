/**
 * Whether steps of fine-tuning are PyTorch's: EfficientNet-Lite0 of ImageNet, one batch of drawn images again and again, from the
 * same head, by one cycle. Prints both losses of every step.
 *
 *     npx tsx --conditions=imgcls-source bench/fine-tune-losses.ts --python PYTHON --weights FILE [--steps 6] [--batch 8]
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { featureExtractor, withHead } from "@imgcls/architectures";
import { loadPretrained } from "@imgcls/runs";
import { onnxEngine, rateFactorAt } from "@imgcls/training";
import { enableProdMode, tensor, zeros } from "@tensorflow/tfjs";

const [SIDE, FEATURES, CLASSES] = [224, 1280, 10];
const [RATE, HEAD_RATE, WEIGHT_DECAY, EPSILON, LABEL_SMOOTHING] = [3e-4, 10 / 3, 0.01, 1e-7, 0.1];

enableProdMode();
const { values: args } = parseArgs({
  options: {
    python: { type: "string" },
    weights: { type: "string" },
    steps: { type: "string", default: "6" },
    batch: { type: "string", default: "8" },
  },
});
const [steps, size] = [Number(args.steps), Number(args.batch)];
const labels = Int32Array.from({ length: size }, (_, i) => i % CLASSES);
const head = Float32Array.from({ length: FEATURES * CLASSES }, (_, i) => 0.02 * Math.sin(i));
const rates = Array.from(
  { length: steps },
  (_, step) =>
    RATE * rateFactorAt({ type: "oneCycle", riseShare: 0.2 }, step, { steps, stepsPerEpoch: steps }),
);
/** Waves of another length and direction in every image. */
const images = Uint8Array.from({ length: size * SIDE * SIDE * 3 }, (_, i) => {
  const [channel, x, y] = [i % 3, Math.floor(i / 3) % SIDE, Math.floor(i / (3 * SIDE)) % SIDE];
  const image = Math.floor(i / (3 * SIDE * SIDE));
  return 127.5 * (1 + Math.sin((x * (image + 1) + y * ((3 * image) % 7)) / 40 + channel));
});

async function ours(): Promise<number[]> {
  const { model: published, facts } = await loadPretrained("efficientnet-lite0", { weights: args.weights });
  const model = withHead(featureExtractor(published), { classes: CLASSES });
  model.layers.at(-1)!.setWeights([tensor(head, [FEATURES, CLASSES]), zeros([CLASSES])]);
  const session = await onnxEngine().createSession(model, {
    optimizer: {
      type: "adamw",
      learningRate: RATE,
      weightDecay: WEIGHT_DECAY,
      epsilon: EPSILON,
      groups: [{ match: "head.*", learningRateMultiplier: HEAD_RATE }],
    },
    loss: { type: "sparseCategoricalCrossentropy", fromLogits: true, labelSmoothing: LABEL_SMOOTHING },
    preprocessing: facts.preprocessing,
    asInInference: ["BatchNormalization", "Dropout", "StochasticDepth"],
    batchSize: size,
    seed: 1,
  });
  const losses: number[] = [];
  for (const [step, learningRate] of rates.entries()) {
    losses.push((await session.trainStep({ images, labels, size }, { learningRate, step })).loss);
  }
  await session.dispose();
  model.dispose();
  return losses;
}

function theirs(): number[] {
  const folder = mkdtempSync(join(tmpdir(), "imgcls-fine-tune-"));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  try {
    const job = file(
      "job.json",
      JSON.stringify({
        weights: args.weights,
        images: file("images", images),
        labels: [...labels],
        head: file("head", new Uint8Array(head.buffer)),
        rates,
        headRate: HEAD_RATE,
        weightDecay: WEIGHT_DECAY,
        epsilon: EPSILON,
        labelSmoothing: LABEL_SMOOTHING,
      }),
    );
    const script = fileURLToPath(new URL("fine_tune_losses.py", import.meta.url));
    return JSON.parse(execFileSync(args.python!, [script, job], { encoding: "utf8" })) as number[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [own, other] = [await ours(), theirs()];
for (const [step, loss] of own.entries()) {
  console.log(
    `step ${step + 1}, rate ${rates[step]!.toExponential(2)}: imgcls ${loss.toFixed(6)}, PyTorch ${other[step]!.toFixed(6)}`,
  );
}
