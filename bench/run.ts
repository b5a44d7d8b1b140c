/**
 * The bench: engines against each other, case by case, each measurement in a process of its own, in alternation,
 * so that whatever else the machine does hits all of them. Reported are medians over the rounds and their ratios.
 *
 *     npm run bench -- [--rounds 3] [--steps 30] [--threads 2] [--models mnist-cnn,…] [--engines onnx,…]
 *         [--data-dir DIR with MNIST] [--python python3]
 *     npm run bench -- --deeper […]     the deeper networks, at batch 128
 */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import {
  CASES,
  type Case,
  CPU_ENGINES,
  DEEPER_CASES,
  ENGINES,
  type EngineName,
  type Measurement,
  median,
} from "./cases.ts";
import { availableEngines, measure } from "./measurements.ts";
import { programFigures } from "./program.ts";
import { type StepRow, stepTable } from "./step-table.ts";

const run = promisify(execFile);

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    steps: { type: "string", default: "30" },
    threads: { type: "string", default: String(Math.min(availableParallelism(), 2)) },
    deeper: { type: "boolean", default: false },
    models: { type: "string" },
    engines: { type: "string", default: CPU_ENGINES.join(",") },
    python: { type: "string", default: "python3" },
    "data-dir": { type: "string" },
  },
});
const { steps, threads, python } = options;

const wanted = ENGINES.filter((engine) => options.engines.split(",").includes(engine));
const engines = await availableEngines(wanted, python);
const cases = (options.deeper ? DEEPER_CASES : CASES).filter(
  ({ model }) => !options.models || options.models.split(",").includes(model),
);
if (engines.includes("tfjs-wasm"))
  console.error(
    "tfjs-wasm cannot train a CNN by itself: the bench composes its missing convolution filter gradient from its own operators.",
  );

const samples = new Map<string, Measurement[]>();
const names = new Map<EngineName, string>();
const keyOf = (engine: EngineName, { model, batchSize }: Case) => `${engine} ${model} ${batchSize}`;
for (let round = 1; round <= Number(options.rounds); round++) {
  for (const benchCase of cases) {
    for (const engine of engines) {
      const measured = await measure(engine, benchCase, { steps, threads, python });
      const key = keyOf(engine, benchCase);
      samples.set(key, [...(samples.get(key) ?? []), measured]);
      names.set(engine, measured.engine);
      console.error(`round ${round}: ${key}: ${measured.msPerStep.toFixed(2)} ms a step`);
    }
  }
}

const rows = cases.map((benchCase): StepRow => {
  const ofEngines = (number: (measured: Measurement) => number) =>
    Object.fromEntries(
      engines.map((engine) => [engine, median(samples.get(keyOf(engine, benchCase))!.map(number))]),
    );
  return {
    ...benchCase,
    imagesPerSecond: ofEngines(({ msPerStep }) => (benchCase.batchSize / msPerStep) * 1e3),
    peakMemoryMB: ofEngines(({ peakMemoryMB = Number.NaN }) => peakMemoryMB),
  };
});
const table = stepTable(rows, engines);

const figures = options.deeper ? [] : await programFigures(options["data-dir"]);
const product = await run(process.execPath, [
  ...process.execArgv,
  join(import.meta.dirname, "matrix-product.ts"),
]);
const results = {
  date: new Date().toISOString(),
  processor: cpus()[0]?.model,
  matrixProductGflops: Number(product.stdout.trim().split("\n").at(-1)),
  cores: availableParallelism(),
  threads: Number(threads),
  node: process.version,
  engines: Object.fromEntries(names),
  rounds: Number(options.rounds),
  steps: Number(steps),
  rows,
  figures,
};
const folder = join(import.meta.dirname, "results");
await mkdir(folder, { recursive: true });
await writeFile(
  join(folder, options.deeper ? "deeper.json" : "latest.json"),
  `${JSON.stringify(results, null, 2)}\n`,
);
console.log(`${results.processor}, ${results.matrixProductGflops} GFLOP/s of matrix product\n\n${table}\n`);
for (const { what, value, unit } of figures) console.log(`${what}: ${value.toFixed(2)} ${unit}`);
