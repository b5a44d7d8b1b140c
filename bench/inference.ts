/**
 * Inference: the graph that we export, and our predictor, which also pre-processes uint8 images and ends in a softmax,
 * against onnxruntime on a plain graph of the same network that PyTorch exported. Processes take turns; medians over the
 * rounds.
 *
 *     npm run build && tsx bench/inference.ts [ROUNDS]
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CASES, type Case, DEEPER_CASES, median } from "./cases.ts";

const run = promisify(execFile);
const rounds = Number(process.argv[2] ?? 3);
const threads = String(Math.min(availableParallelism(), 2));
const models = [...new Set([...CASES, ...DEEPER_CASES].map(({ model }) => model))];
const folder = await mkdtemp(join(tmpdir(), "imgcls-bench-"));

async function milliseconds(model: Case["model"], batch: number, what: string): Promise<number> {
  const script = join(import.meta.dirname, "predict.ts");
  const args = [...process.execArgv, script, model, String(batch), threads, what];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout.trim().split("\n").at(-1)!).milliseconds;
}

try {
  console.log(
    "| model | batch | plain graph, ms | exported, ms | predictor, ms | exported / plain | predictor / plain |",
  );
  console.log("|---|--:|--:|--:|--:|--:|--:|");
  for (const model of models) {
    for (const batch of [1, 64]) {
      const file = join(folder, `${model}-${batch}.onnx`);
      const exporter = join(import.meta.dirname, "pytorch_export.py");
      await run("/usr/bin/python3", [exporter, model, String(batch), file]);
      const ways = [file, "exported", "predictor"];
      const times = ways.map((): number[] => []);
      for (let round = 0; round < rounds; round++) {
        for (const [i, way] of ways.entries()) times[i]!.push(await milliseconds(model, batch, way));
      }
      const [plain, exported, predictor] = times.map(median) as [number, number, number];
      const cells = [plain, exported, predictor, exported / plain, predictor / plain];
      console.log(`| ${[model, batch, ...cells.map((cell) => cell.toFixed(2))].join(" | ")} |`);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
