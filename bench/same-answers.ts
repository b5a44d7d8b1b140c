/**
 * Whether a model says the same of one file wherever it is asked: 200 hard pictures, by the command line, a program, the page in
 * Chromium, the exported file in onnxruntime, and that in Python with Pillow. Written are the largest differences from the program.
 *
 *     npm run build && npx tsx --conditions=imgcls-source bench/same-answers.ts [--python PATH] [--weights FILE]
 *
 * --python: one with pillow, numpy and onnxruntime; --weights: of EfficientNet-Lite0, default ../shared/data/weights.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launchBrowser, openPage, openSite } from "../apps/web/test/browser-page.ts";
import { hardPictures } from "../apps/web/test/hard-pictures.ts";
import {
  type Answers,
  byCommandLine,
  byExportedFile,
  byPage,
  byProgram,
  cliOf,
  difference,
  drawnWeights,
  type TrainedFiles,
  trainedFiles,
  write,
} from "../apps/web/test/roads.ts";

const { values: options } = parseArgs({
  options: {
    python: { type: "string" },
    weights: { type: "string", default: "../shared/data/weights/tf_efficientnet_lite0.in1k.safetensors" },
  },
});
const cli = cliOf(join(import.meta.dirname, "../apps/cli/bin/imgcls.js"));
const scratch = mkdtempSync(join(tmpdir(), "imgcls-answers-"));
const folder = join(scratch, "pictures");
const pictures = await hardPictures([0, 1, 2, 3, 4, 5, 6, 7]);
for (const { name, bytes } of pictures) write(join(folder, name), bytes);
const site = await openSite();
const browser = await launchBrowser();

async function inThePage({ folder: run }: TrainedFiles): Promise<Answers> {
  const { page } = await openPage(browser, site);
  page.setDefaultTimeout(5 * 60_000);
  const answers = await byPage(page, run, pictures);
  await page.context().close();
  return answers;
}

function inPython({ onnx }: TrainedFiles, python: string): Answers {
  const script = join(import.meta.dirname, "same_answers.py");
  const text = execFileSync(python, [script, onnx, folder], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return new Map(Object.entries(JSON.parse(text)));
}

async function compare(base: string, weights: Uint8Array): Promise<void> {
  const trained = await trainedFiles(cli, scratch, { base, weights });
  const expected = await byProgram(trained.folder, pictures);
  const roads: Record<string, Answers> = {
    "command line": await byCommandLine(cli, trained.folder, folder),
    page: await inThePage(trained),
    "exported file, Node": await byExportedFile(trained, pictures),
    ...(options.python && { "exported file, Pillow": inPython(trained, options.python) }),
  };
  const sure = [...expected.values()].filter((p) => Math.max(...p) > 0.9).length;
  console.log(`${base}: ${pictures.length} pictures, of which ${sure} get more than 0.9`);
  for (const [road, answers] of Object.entries(roads)) {
    const { largest, of, otherClass } = difference(answers, expected);
    console.log(
      `  ${road}: ${largest.toFixed(6)} (${of}), another class: ${otherClass.join(", ") || "none"}`,
    );
  }
}

try {
  await compare("resnet20", drawnWeights("resnet20"));
  if (existsSync(options.weights)) {
    await compare("efficientnet-lite0", new Uint8Array(readFileSync(options.weights)));
  } else console.log(`efficientnet-lite0 is left out: there is no ${options.weights}`);
} finally {
  await browser.close();
  await site.close();
  rmSync(scratch, { recursive: true, force: true });
}
