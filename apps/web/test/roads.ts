// Four ways from a picture file to a model's answer: command line, program, page, and the exported file in another runtime.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createModel, type PresetName, pytorchTensors } from "@imgcls/architectures";
import { decodeImage, random } from "@imgcls/datasets";
import { dataOfCard, folderPlace, openClassifier } from "@imgcls/runs";
import { loadOnnx, safetensorsFile } from "@imgcls/test-utils";
import { loadCard } from "@imgcls/training";
import { zipSync } from "fflate";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { type HardPicture, scenePictures } from "./hard-pictures.js";
import { chooseFiles, likelihoods } from "./lab-page.js";

/** Probabilities by the name of the file, in the order of the class names. */
export type Answers = ReadonlyMap<string, readonly number[]>;

export interface TrainedFiles {
  /** Of the run. */
  readonly folder: string;
  readonly onnx: string;
}

/** Runs the command line's program. */
export type Cli = (...args: readonly string[]) => string;
export const cliOf =
  (program: string): Cli =>
  (...args) =>
    execFileSync(process.execPath, [program, ...args], {
      encoding: "utf8",
      stdio: "pipe",
      maxBuffer: 2 ** 26,
    });

/** A network as it is drawn before a training (He's deviations), as a file of weights. */
export function drawnWeights(architecture: PresetName): Uint8Array {
  const tensors = pytorchTensors(createModel(architecture, { classes: 1000, initialWeights: "zeros" }));
  const draw = random(0, "weights");
  const deviations = new Map(
    tensors.map(({ name, shape }) => [name, Math.sqrt(2 / shape.slice(1).reduce((a, b) => a * b, 1))]),
  );
  return safetensorsFile(tensors, (_, name) => {
    if (/running_mean|bias$/.test(name)) return 0;
    return /running_var|bn\d?\.weight/.test(name) ? 1 : deviations.get(name)! * draw.normal();
  });
}

/** A run on a few scenes by the commands of the README, and its exported file. */
export async function trainedFiles(
  cli: Cli,
  scratch: string,
  { base, weights }: { readonly base: string; readonly weights: Uint8Array },
): Promise<TrainedFiles> {
  const [images, folder] = [join(scratch, "scenes"), join(scratch, base)];
  for (const [path, bytes] of await scenePictures(20)) write(join(images, path), bytes);
  const file = join(scratch, `${base}.safetensors`);
  write(file, weights);
  cli("train", "--dataset", `folder:${images}`, "--base", base, "--weights", file, "--out", folder);
  cli("export", folder, "--format", "onnx");
  return { folder, onnx: join(folder, "model.onnx") };
}

export function write(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

interface Printed {
  readonly file: string;
  readonly predictions: readonly { readonly class: string; readonly probability: number }[];
}

/** @param pictures the folder that they are in */
export async function byCommandLine(cli: Cli, folder: string, pictures: string): Promise<Answers> {
  const { classNames } = await loadCard(folderPlace(folder).folder);
  const top = String(classNames.length);
  const lines = cli("predict", folder, pictures, "--json", "--top", top).trim().split("\n");
  return new Map(
    lines.map((line) => {
      const { file, predictions }: Printed = JSON.parse(line);
      const of = new Map(predictions.map((one) => [one.class, one.probability]));
      return [file.slice(pictures.length + 1), classNames.map((name) => of.get(name)!)];
    }),
  );
}

export async function byProgram(folder: string, pictures: readonly HardPicture[]): Promise<Answers> {
  const classifier = await openClassifier(folderPlace(folder), { batchSize: 1 });
  const { inputShape: shape } = classifier.card;
  const { fit = "fill" } = dataOfCard(classifier.card);
  const answers = new Map<string, number[]>();
  for (const { name, bytes } of pictures) {
    const pixels = await decodeImage(bytes, { shape, fit });
    answers.set(name, Array.from(await classifier.predict(pixels, 1)));
  }
  await classifier.dispose();
  return answers;
}

/** As the metadata of the file say: whole pictures, upright and over white, resized as Pillow does. */
export async function byExportedFile(
  { folder, onnx }: TrainedFiles,
  pictures: readonly HardPicture[],
): Promise<Answers> {
  const card = await loadCard(folderPlace(folder).folder);
  const { inputShape: shape } = card;
  const { fit = "fill" } = dataOfCard(card);
  const program = await loadOnnx(readFileSync(onnx));
  const answers = new Map<string, number[]>();
  for (const { name, bytes } of pictures) {
    const data = await decodeImage(await portablePixmap(bytes), { shape, fit });
    const { probabilities } = await program.run({ images: { data, shape: [1, ...shape] } });
    answers.set(name, Array.from(probabilities!));
  }
  await program.release();
  return answers;
}

/** The whole picture in a format that needs no decoder, so that its pixels are resized exactly. */
async function portablePixmap(bytes: Uint8Array): Promise<Uint8Array> {
  const upright = sharp(bytes).autoOrient();
  const isCmyk = (await upright.metadata()).space === "cmyk";
  const opened = isCmyk
    ? upright.pipelineColourspace("cmyk").toColourspace("cmyk")
    : upright.toColourspace("srgb");
  const { data, info } = await opened.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const header = new TextEncoder().encode(`P6 ${width} ${height} 255\n`);
  const file = new Uint8Array(header.length + 3 * width * height);
  file.set(header);
  for (let i = 0; i < 3 * width * height; i++) {
    const at = Math.floor(i / 3) * channels;
    const [level, fourth] = [data[at + (i % 3)]!, channels === 4 ? data[at + 3]! : 255];
    // The fourth is black ink, or how much of the picture there is before white.
    file[header.length + i] = isCmyk
      ? Math.floor(((255 - level) * (255 - fourth)) / 255)
      : Math.round((level * fourth) / 255 + 255 - fourth);
  }
  return file;
}

const filesOf = (folder: string): Record<string, Uint8Array> =>
  Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".onnx"))
      .map(({ name }) => [name, new Uint8Array(readFileSync(join(folder, name)))]),
  );

/** @param page into which no run was opened yet */
export async function byPage(page: Page, folder: string, pictures: readonly HardPicture[]): Promise<Answers> {
  // By its path: a large file is not handed from process to process.
  const zip = `${folder}.zip`;
  writeFileSync(zip, zipSync(filesOf(folder), { level: 0 }));
  await chooseFiles(page, "Saved run, a zip file", zip);
  await page.getByRole("heading", { name: "Try a picture" }).waitFor();
  const answers = new Map<string, number[]>();
  let before = "";
  for (const { name, bytes } of pictures) {
    const file = { name, mimeType: "", buffer: Buffer.from(bytes) };
    await chooseFiles(page, "A picture to classify", file);
    // The bars of the picture before stay until there are new ones.
    await page.waitForFunction((old) => {
      const bars = Array.from(document.querySelectorAll(".likelihoods data"), (bar) =>
        bar.getAttribute("value"),
      );
      return bars.length > 0 && bars.join() !== old;
    }, before);
    const shown = await likelihoods(page);
    before = await page
      .locator(".likelihoods data")
      .evaluateAll((all) => all.map((bar) => bar.getAttribute("value")).join());
    answers.set(name, shown);
  }
  return answers;
}

export interface Difference {
  /** The largest of a probability, and the picture's name. */
  readonly largest: number;
  readonly of: string;
  /** Pictures that got another class. */
  readonly otherClass: readonly string[];
}

export function difference(found: Answers, expected: Answers): Difference {
  let [largest, of] = [0, ""];
  const otherClass: string[] = [];
  for (const [name, probabilities] of expected) {
    const others = found.get(name);
    if (others?.length !== probabilities.length) throw new Error(`no answer for ${name}`);
    const most = Math.max(...probabilities.map((p, i) => Math.abs(p - others[i]!)));
    if (most > largest) [largest, of] = [most, name];
    if (best(others) !== best(probabilities)) otherClass.push(name);
  }
  return { largest, of, otherClass };
}

const best = (probabilities: readonly number[]): number => probabilities.indexOf(Math.max(...probabilities));
