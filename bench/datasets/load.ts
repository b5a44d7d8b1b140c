/**
 * From files to images ready to batch, and the memory that it takes at most, beside numpy. Every measurement
 * is a process of its own; they take turns, and medians are compared. The files are read once before.
 *
 *     tsx bench/datasets/load.ts MNIST_FOLDER CIFAR_FOLDER
 *
 * MNIST_FOLDER has the four gzip files; CIFAR_FOLDER cifar-10-batches-bin/, and cifar-10-binary.tar.gz in a
 * folder `archive` for the last row.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type DatasetId, loadDataset } from "@imgcls/datasets";
import { median } from "../cases.ts";

const ROUNDS = 5;
const PYTHON = "/usr/bin/python3";

interface Measurement {
  readonly seconds: number;
  /** More than the program needed before. */
  readonly peakMB: number;
  /** Bytes of the images. */
  readonly rawMB: number;
}

async function measure(id: DatasetId, dataDir: string): Promise<Measurement> {
  const peak = () => process.resourceUsage().maxRSS / 1000;
  const before = peak();
  const start = performance.now();
  const { train, test } = await loadDataset(id, { dataDir });
  const seconds = (performance.now() - start) / 1000;
  const rawMB = (train.images.length + test.images.length) / 1e6;
  return { seconds, peakMB: peak() - before, rawMB };
}

async function run(program: string, args: readonly string[]): Promise<Measurement> {
  const { stdout } = await promisify(execFile)(program, args);
  return JSON.parse(stdout) as Measurement;
}

const ours = (id: string, folder: string) =>
  run(process.execPath, [...process.execArgv, import.meta.filename, "measure", id, folder]);
const numpy = (format: string, folder: string) =>
  run(PYTHON, [join(import.meta.dirname, "numpy_load.py"), format, folder]);

const middle = (rows: readonly Measurement[], key: keyof Measurement) => median(rows.map((row) => row[key]));

async function compare([mnist, cifar]: readonly [string, string]): Promise<void> {
  const cases = [
    ["MNIST, gzip", "mnist", "mnist-gz", mnist],
    ["CIFAR-10, unpacked", "cifar10", "cifar10-files", cifar],
    ["CIFAR-10, tar.gz", "cifar10", "cifar10-tar", join(cifar, "archive")],
  ] as const;
  console.log("| files | ours, s | numpy, s | ours, peak MB | numpy, peak MB | images, MB | peak / images |");
  console.log("|---|---|---|---|---|---|---|");
  for (const [name, id, format, folder] of cases) {
    if (!existsSync(folder)) continue;
    const [us, peer]: Measurement[][] = [[], []];
    for (let round = 0; round <= ROUNDS; round++) {
      const measured = [await ours(id, folder), await numpy(format, folder)] as const;
      // The first round brings the files into memory.
      if (round === 0) continue;
      us!.push(measured[0]);
      peer!.push(measured[1]);
    }
    const [peakMB, rawMB] = [middle(us!, "peakMB"), middle(us!, "rawMB")];
    const cells = [
      middle(us!, "seconds").toFixed(2),
      middle(peer!, "seconds").toFixed(2),
      peakMB.toFixed(0),
      middle(peer!, "peakMB").toFixed(0),
      rawMB.toFixed(0),
      (peakMB / rawMB).toFixed(2),
    ];
    console.log(`| ${[name, ...cells].join(" | ")} |`);
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first === "measure") console.log(JSON.stringify(await measure(rest[0] as DatasetId, rest[1]!)));
else await compare([first!, rest[0]!]);
