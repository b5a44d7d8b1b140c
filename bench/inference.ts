/**
 * Inference: our predictor, which takes uint8 images, against onnxruntime on a plain graph of the same network that
 * PyTorch exported, which takes floats that are ready. Processes take turns; medians over the rounds.
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

async function milliseconds(model: Case["model"], batch: number, plain?: string): Promise<number> {
  const script = join(import.meta.dirname, "predict.ts");
  const args = [...process.execArgv, script, model, String(batch), threads, ...(plain ? [plain] : [])];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout.trim().split("\n").at(-1)!).milliseconds;
}

try {
  console.log("| model | batch | predictor, ms | plain graph, ms | predictor / plain |");
  console.log("|---|--:|--:|--:|--:|");
  for (const model of models) {
    for (const batch of [1, 64]) {
      const file = join(folder, `${model}-${batch}.onnx`);
      const exporter = join(import.meta.dirname, "pytorch_export.py");
      await run("/usr/bin/python3", [exporter, model, String(batch), file]);
      const [ours, plain]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        ours.push(await milliseconds(model, batch));
        plain.push(await milliseconds(model, batch, file));
      }
      const [own, peer] = [median(ours), median(plain)];
      console.log(
        `| ${model} | ${batch} | ${own.toFixed(2)} | ${peer.toFixed(2)} | ${(own / peer).toFixed(2)} |`,
      );
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
