/**
 * Metrics of a million predictions of 100 classes beside scikit-learn on the same arrays, one thread each, and prints a
 * table: the median of three rounds of each metric alone, checks of the input included, and of all at once. scikit-learn's
 * one-vs-one AUC takes minutes and has one round.
 *
 *     tsx --conditions=imgcls-source bench/metrics.ts [--samples 1000000] [--python python3]
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { random } from "@imgcls/datasets";
import { evaluateMetrics, METRIC_NAMES, type MetricName, softmax } from "@imgcls/evaluation";

const CLASSES = 100;
const ROUNDS = 3;
const { samples, python } = parseArgs({
  options: {
    samples: { type: "string", default: "1000000" },
    python: { type: "string", default: "python3" },
  },
}).values;

/** A classifier that is right about as often as not, and sometimes very sure of the wrong class. */
function predictions(count: number) {
  const draw = random(1, "bench");
  const labels = Int32Array.from({ length: count }, () => draw.integer(CLASSES));
  const logits = new Float32Array(count * CLASSES);
  for (let i = 0; i < logits.length; i++) logits[i] = 8 * draw.uniform();
  for (const [row, label] of labels.entries()) logits[row * CLASSES + label]! += 4;
  return { labels, probabilities: softmax(logits, CLASSES) };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

function milliseconds(names?: readonly MetricName[]): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    evaluateMetrics(input, names);
    return performance.now() - start;
  });
  return median(rounds);
}

const input = predictions(Number(samples));
const ours: Record<string, number> = { all: milliseconds() };
for (const name of METRIC_NAMES) ours[name] = milliseconds([name]);

const folder = await mkdtemp(join(tmpdir(), "imgcls-metrics-"));
try {
  await writeFile(join(folder, "labels.bin"), input.labels);
  await writeFile(join(folder, "probabilities.bin"), input.probabilities);
  const script = join(import.meta.dirname, "metrics.py");
  const { stdout } = await promisify(execFile)(python, [script, folder, String(CLASSES)]);
  const theirs: Record<string, number> = JSON.parse(stdout);
  theirs.all = Object.values(theirs).reduce((sum, value) => sum + value, 0);
  console.log("| metric | ours, ms | scikit-learn, ms | ratio |\n| --- | --: | --: | --: |");
  for (const [name, own] of Object.entries(ours)) {
    const other = theirs[name];
    const cells = other === undefined ? ["", ""] : [other.toFixed(0), (other / own).toFixed(1)];
    console.log(`| ${[name, own.toFixed(0), ...cells].join(" | ")} |`);
  }
} finally {
  await rm(folder, { recursive: true });
}
