/**
 * A step of fine-tuning EfficientNet-Lite0 (batch 32 of 224×224, AdamW, normalizations by their averages, no dropout) against
 * PyTorch in both memory formats, in turns. Prints the medians over the rounds.
 *
 *     npx tsx --conditions=imgcls-source bench/fine-tune-step.ts --python PYTHON [--rounds 3] [--steps 6]
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildModel, getPreset } from "@imgcls/architectures";
import { onnxEngine } from "@imgcls/training";
import { enableProdMode } from "@tensorflow/tfjs";
import { median } from "./cases.ts";

const [BATCH_SIZE, CLASSES, WARM_UP_STEPS] = [32, 10, 2];
const SHAPE: readonly [number, number, number] = [224, 224, 3];
const OPTIMIZER = { type: "adamw", learningRate: 3e-4, weightDecay: 0.01 } as const;

enableProdMode();
const args = parseArgs({
  options: {
    python: { type: "string" },
    rounds: { type: "string", default: "3" },
    steps: { type: "string", default: "6" },
  },
}).values;

async function ours(): Promise<number> {
  const preset = getPreset("efficientnet-lite0");
  const model = buildModel(preset, { inputShape: SHAPE, classes: CLASSES, stem: "imagenet", seed: 1 });
  const session = await onnxEngine().createSession(model, {
    optimizer: OPTIMIZER,
    loss: { type: "sparseCategoricalCrossentropy", fromLogits: true, labelSmoothing: 0.1 },
    preprocessing: preset.preprocessing,
    asInInference: ["BatchNormalization", "Dropout", "StochasticDepth"],
    batchSize: BATCH_SIZE,
    seed: 1,
  });
  const images = Uint8Array.from(
    { length: BATCH_SIZE * SHAPE.reduce((a, b) => a * b) },
    (_, i) => (i * 89) % 256,
  );
  const batch = {
    images,
    labels: Int32Array.from({ length: BATCH_SIZE }, (_, i) => i % CLASSES),
    size: BATCH_SIZE,
  };
  const milliseconds: number[] = [];
  for (let step = 0; step < WARM_UP_STEPS + Number(args.steps); step++) {
    const begun = performance.now();
    await session.trainStep(batch, { learningRate: OPTIMIZER.learningRate, step });
    milliseconds.push(performance.now() - begun);
  }
  await session.dispose();
  model.dispose();
  return median(milliseconds.slice(WARM_UP_STEPS));
}

function theirs(memory: string): number {
  const script = fileURLToPath(new URL("fine_tune_step.py", import.meta.url));
  const line = execFileSync(args.python!, [script, args.steps, "2", memory], { encoding: "utf8" });
  return (JSON.parse(line.trim().split("\n").at(-1)!) as { msPerStep: number }).msPerStep;
}

const times = new Map<string, number[]>();
for (let round = 0; round < Number(args.rounds); round++) {
  for (const [name, measure] of [
    ["imgcls", ours],
    ["PyTorch, contiguous", async () => theirs("contiguous")],
    ["PyTorch, channels-last", async () => theirs("channels-last")],
  ] as const) {
    times.set(name, [...(times.get(name) ?? []), await measure()]);
  }
}
for (const [name, all] of times) {
  console.log(`${name}: ${median(all).toFixed(0)} ms (${all.map((each) => each.toFixed(0)).join(", ")})`);
}
