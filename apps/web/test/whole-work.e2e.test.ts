import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { encode } from "fast-png";
import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "../../cli/test/imgcls.js";
import type { Point } from "../src/pad/digit-image.js";
import type { openPage } from "./browser-page.js";
import {
  chooseFiles,
  draw,
  likelihoods,
  readout,
  stopButton,
  trainButton,
  waitForVerdict,
  wake,
} from "./lab-page.js";
import { openedSite } from "./opened-site.js";

const opened = openedSite();

const ring = (points: number): Point[] =>
  Array.from({ length: points + 1 }, (_, i) => ({
    x: 0.5 + 0.2 * Math.sin((2 * Math.PI * i) / points),
    y: 0.5 - 0.3 * Math.cos((2 * Math.PI * i) / points),
  }));

const DRAWINGS: readonly [digit: string, strokes: readonly (readonly Point[])[]][] = [
  ["0", [ring(24)]],
  [
    "1",
    [
      [
        { x: 0.5, y: 0.2 },
        { x: 0.5, y: 0.8 },
      ],
    ],
  ],
  [
    "7",
    [
      [
        { x: 0.3, y: 0.25 },
        { x: 0.7, y: 0.25 },
        { x: 0.45, y: 0.8 },
      ],
    ],
  ],
];

const evaluateWithCli = async (folder: string) => {
  const { code, stdout, stderr } = await imgcls(["evaluate", folder, "--json"]);
  expect(code, stderr).toBe(0);
  return jsonLines(stdout).at(-1) as { loss: number; accuracy: number; confusionMatrix: number[][] };
};

describe("the whole work in the page", () => {
  it("trains to 95 %, stops, tests, names a drawing, and saves a run that the command line judges the same", async () => {
    const { page, problems, foreign } = await opened.openPage();
    await wake(page);
    // Steadier than the preset's own settings: where it is stopped makes no difference of a percent.
    await page.getByLabel("Optimizer", { exact: true }).selectOption("adam");
    await page.getByLabel("Batch size", { exact: true }).fill("64");
    await trainButton(page).click();
    await expect
      .poll(() => readout(page, "train", "Validation accuracy").catch(() => 0), {
        timeout: 150_000,
        interval: 250,
      })
      .toBeGreaterThanOrEqual(0.96);
    await stopButton(page).click();
    await waitForVerdict(page);
    expect(await readout(page, "evaluate", "Test accuracy")).toBeGreaterThanOrEqual(0.95);

    for (const [digit, strokes] of DRAWINGS) {
      await draw(page, strokes);
      await page.getByText(`It says ${digit}`).waitFor({ timeout: 5000 });
    }

    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the run" }).click();
    const folder = temporaryFolder();
    unzipTo(readFileSync(await (await download).path()), folder);
    expect(readdirSync(folder).sort()).toEqual(
      [
        ...["checkpoint", "history.csv", "history.json", "imgcls.json", "model.json"],
        ...["recipe.json", "report.html", "report.json", "report.md", "weights.bin"],
      ].sort(),
    );
    const { loss, accuracy } = await evaluateWithCli(folder);
    expect(await readout(page, "evaluate", "Test accuracy")).toBeCloseTo(accuracy, 6);
    expect(await readout(page, "evaluate", "Test loss")).toBeCloseTo(loss, 4);
    expect(foreign).toEqual([]);
    expect(problems).toEqual([]);
  });

  it("opens a run of the command line and predicts the same", async () => {
    const run = join(temporaryFolder(), "run");
    const training = "train --dataset synthetic-digits --arch mlp --limit 640 --epochs 1 --quiet --out".split(
      " ",
    );
    const { code, stderr } = await imgcls([...training, run]);
    expect(code, stderr).toBe(0);
    const reference = await evaluateWithCli(run);

    const { page, problems } = await opened.openPage();
    await chooseFiles(page, "Saved run, a zip file", {
      name: "run.zip",
      mimeType: "application/zip",
      buffer: Buffer.from(zipFolder(run)),
    });
    await waitForVerdict(page);
    expect(await readout(page, "evaluate", "Test accuracy")).toBeCloseTo(reference.accuracy, 6);
    expect(await readout(page, "evaluate", "Test loss")).toBeCloseTo(reference.loss, 4);

    await page.getByRole("button", { name: "Take a test image" }).click();
    const shown = await likelihoods(page);
    const image = join(temporaryFolder(), "seen.png");
    writeFileSync(image, await seenImage(page));
    const predicted = await imgcls(["predict", run, image, "--json"]);
    const { predictions } = jsonLines(predicted.stdout).at(-1) as {
      predictions: { class: string; probability: number }[];
    };
    for (const { class: name, probability } of predictions) {
      expect(Math.abs(shown[Number(name)]! - probability)).toBeLessThan(1e-4);
    }
    expect(problems).toEqual([]);
  });
});

/** What the page says the network sees, as a grey PNG. */
async function seenImage(page: Awaited<ReturnType<typeof openPage>>["page"]): Promise<Uint8Array> {
  const grey = await page.locator(".seen canvas").evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: canvas.width * canvas.height }, (_, i) => data[4 * i]!);
  });
  const side = Math.sqrt(grey.length);
  return encode({ width: side, height: side, channels: 1, depth: 8, data: Uint8Array.from(grey) });
}

function unzipTo(zip: Uint8Array, folder: string): void {
  for (const [name, content] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** With the folder itself in it, as people zip. */
function zipFolder(folder: string): Uint8Array {
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  return zipSync(Object.fromEntries(files.map((name) => [`run/${name}`, readFileSync(join(folder, name))])));
}
