import { join } from "node:path";
import { type LabeledImages, loadDataset } from "@imgcls/datasets";
import type { RecipeDraft } from "@imgcls/runs";
import { encode } from "fast-png";
import { advisedCommand } from "../advice.js";
import type { DemoOptions } from "../options/runs.js";
import type { Output } from "../output.js";
import { evaluateRun } from "./evaluate.js";
import { writeFileAtomically } from "./files.js";
import { formatPercent, formatSeconds } from "./format.js";
import { predictFiles } from "./predict.js";
import { prepareTensorflow } from "./tensorflow.js";
import { runTraining } from "./train.js";

const DATASET = "synthetic-digits";
const ARCHITECTURE = "mnist-cnn";
/** The first test images; no digit is twice among them. */
const PICTURES = 5;
/** Files are larger than the images by this factor, so that people can see them and `predict` has to resize. */
const ENLARGEMENT = 5;

/** The architecture's recipe with a larger rate that decays: 0.977 on the test images after eight epochs of 5,400. */
const RECIPE: RecipeDraft = {
  name: "demo",
  data: { dataset: DATASET },
  model: { architecture: ARCHITECTURE },
  epochs: 8,
  optimizer: { type: "sgd", learningRate: 0.02, momentum: 0.9, decay: 0.001 },
};

export async function demo({ out = "runs/demo" }: DemoOptions, output: Output): Promise<void> {
  const start = performance.now();
  const steps: Output = {
    ...output,
    result: (data, text) => {
      if (!output.json) output.result(data, text);
    },
  };

  output.note("1. Train a small CNN on digits that are drawn by code.\n");
  await prepareTensorflow();
  const { test } = await runTraining({ out, draft: RECIPE, images: undefined }, {}, output);

  output.note("\n2. Test it on images that it has not seen.\n");
  await evaluateRun(out, {}, steps);

  output.note("\n3. Classify picture files.\n");
  const files = await writePictures((await loadDataset(DATASET)).test, join(out, "pictures"));
  await predictFiles(out, files, { top: 2 }, steps);

  const seconds = (performance.now() - start) / 1000;
  const report = join(out, "report.html");
  output.result(
    { event: "result", out, report, seconds, test, pictures: files },
    `
Done in ${formatSeconds(seconds)}, with ${formatPercent(test!.accuracy)} of the test images right.

  Run folder   ${out}
  Report       ${report} (open it in a browser)
  Pictures     ${join(out, "pictures")}

Try next:
${nextSteps(out)}`,
  );
}

/** What to try next, a command a line. */
export function nextSteps(out: string): string {
  // `npm run demo` is how a clone of the repository starts it: there the page can be served too.
  const isClone = process.env.npm_lifecycle_event === "demo";
  const steps = [
    [advisedCommand(["predict", out, "FILE"], { invert: true }), "a digit of your own, dark on light"],
    [advisedCommand(["inspect", out, join(out, "pictures")]), "what it sees in these pictures, as a page"],
    [
      advisedCommand(["train"], { recipe: "mnist-cnn", out: "runs/mnist" }),
      "real handwritten digits: 98.8 %",
    ],
    [advisedCommand(["architectures", "show", ARCHITECTURE]), "the layers that were trained"],
    ...(isClone ? [["npm run web", "the same in a page: watch it learn, draw a digit"] as const] : []),
  ] as const;
  const width = Math.max(...steps.map(([command]) => command.length));
  return steps.map(([command, purpose]) => `  ${command.padEnd(width)}   ${purpose}`).join("\n");
}

/** The first test images as `digit-CLASS.png`. */
async function writePictures(test: LabeledImages, folder: string): Promise<string[]> {
  return Promise.all(
    Array.from(test.labels.subarray(0, PICTURES), async (label, index) => {
      const file = join(folder, `digit-${test.classNames[label]}.png`);
      await writeFileAtomically(file, enlargedPng(test, index));
      return file;
    }),
  );
}

function enlargedPng({ images, shape: [height, width] }: LabeledImages, index: number): Uint8Array {
  const first = index * height * width;
  const size = { width: width * ENLARGEMENT, height: height * ENLARGEMENT };
  const data = new Uint8Array(size.width * size.height);
  for (let i = 0; i < data.length; i++) {
    const row = Math.floor(i / size.width / ENLARGEMENT);
    const column = Math.floor((i % size.width) / ENLARGEMENT);
    data[i] = images[first + row * width + column]!;
  }
  return encode({ ...size, data, channels: 1, depth: 8 });
}
