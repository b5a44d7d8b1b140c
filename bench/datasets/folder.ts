/**
 * A folder of JPEGs, 500×375, read as batches of 224×224×3: the first epoch decodes, the second comes from the
 * decoded cache on disk. Beside it the same with nothing around sharp, and torchvision's ImageFolder through a
 * DataLoader with two workers. Prints a table.
 *
 *     tsx --conditions=imgcls-source bench/datasets/folder.ts [--images 1000] [--python PYTHON]
 *
 * Without a Python that has torchvision that row is left out.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { batches, imageFolder, random } from "@imgcls/datasets";
import sharp from "sharp";
import { median } from "../cases.ts";

const [WIDTH, HEIGHT, SIZE] = [500, 375, 224];
const BATCH_SIZE = 64;
const ROUNDS = 3;
const CLASSES = 10;
const { images, python } = parseArgs({
  options: { images: { type: "string", default: "1000" }, python: { type: "string" } },
}).values;
const count = Number(images);

const root = await mkdtemp(join(tmpdir(), "imgcls-bench-"));
const [photos, cache] = [join(root, "photos"), join(root, "cache")];

/** Noise at every scale, as in photographs: about 90 kB a file. */
async function drawPhoto(index: number): Promise<Buffer> {
  const draw = random(1, "photo", index);
  const noise = (width: number, height: number) =>
    Buffer.from(Array.from({ length: width * height * 3 }, () => draw.integer(256)));
  const scaled = (width: number, height: number) =>
    sharp(noise(width, height), { raw: { width, height, channels: 3 } })
      .resize({ width: WIDTH, height: HEIGHT, fit: "fill", kernel: "cubic" })
      .ensureAlpha(0.4)
      .png({ compressionLevel: 0 })
      .toBuffer();
  const layers = await Promise.all([scaled(20, 15), scaled(80, 60), scaled(250, 188)]);
  return sharp(noise(5, 4), { raw: { width: 5, height: 4, channels: 3 } })
    .resize({ width: WIDTH, height: HEIGHT, fit: "fill", kernel: "cubic" })
    .composite(layers.map((input) => ({ input })))
    .jpeg({ quality: 85 })
    .toBuffer();
}

async function drawFolder(): Promise<string[]> {
  const files: string[] = [];
  for (let i = 0; i < count; i++) {
    const folder = join(photos, `class ${i % CLASSES}`);
    await mkdir(folder, { recursive: true });
    files.push(join(folder, `${i}.jpg`));
    await writeFile(files[i]!, await drawPhoto(i % 50));
  }
  return files;
}

/** Images a second. */
async function perSecond(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return count / ((performance.now() - start) / 1e3);
}

const options = { shape: [SIZE, SIZE, 3], testFraction: 0, memoryCache: 0 } as const;

async function epochs(decodedCache: boolean): Promise<{ first: number; second: number }> {
  await rm(cache, { recursive: true, force: true });
  const { train } = await imageFolder(photos, { ...options, decodedCache: decodedCache && cache });
  const source = batches(train, { batchSize: BATCH_SIZE, seed: 1 });
  const epoch = (number: number) =>
    perSecond(async () => {
      for await (const _ of source.epoch(number));
    });
  const result = { first: await epoch(1), second: await epoch(2) };
  source.dispose();
  return result;
}

/** As many at a time, the same kernel, raw pixels, and nothing else. */
const bareSharp = (files: readonly string[]) =>
  perSecond(async () => {
    let next = 0;
    const lane = async () => {
      while (next < files.length) {
        await sharp(files[next++]!)
          .resize({ width: SIZE, height: SIZE, fit: "fill", kernel: "linear" })
          .raw()
          .toBuffer();
      }
    };
    await Promise.all(Array.from({ length: 2 * availableParallelism() }, lane));
  });

async function torchvision(program: string): Promise<number> {
  const script = join(import.meta.dirname, "torchvision_folder.py");
  const { stdout } = await promisify(execFile)(program, [script, photos, String(SIZE), String(BATCH_SIZE)]);
  return Number(stdout);
}

const measured: Record<string, number[]> = {};
const note = (name: string, value: number) => {
  measured[name] = [...(measured[name] ?? []), value];
};
try {
  const files = await drawFolder();
  await bareSharp(files);
  for (let round = 0; round < ROUNDS; round++) {
    note("imageFolder", (await epochs(false)).second);
    note("bare sharp loop", await bareSharp(files));
    if (python !== undefined) note("torchvision, 2 workers", await torchvision(python));
    const cached = await epochs(true);
    note("imageFolder, filling the decoded cache", cached.first);
    note("imageFolder, from the decoded cache", cached.second);
  }
} finally {
  await rm(root, { recursive: true, force: true });
}
const ours = median(measured.imageFolder!);
for (const [name, values] of Object.entries(measured)) {
  const value = median(values);
  console.log(
    `${name.padEnd(40)} ${value.toFixed(0).padStart(7)} images/s   imageFolder is ${(ours / value).toFixed(2)} of it`,
  );
}
