import { readFileSync } from "node:fs";
import { createModel, pytorchTensors } from "@imgcls/architectures";
import { random } from "@imgcls/datasets";
import { memoryPlace, transferDraft } from "@imgcls/runs";
import { safetensorsFile } from "@imgcls/test-utils";
import { saveStart } from "@imgcls/training";
import { encode } from "fast-png";
import { zipSync } from "fflate";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chooseFiles, likelihoods, savedFiles, stopButton, waitForVerdict, wake } from "./lab-page.js";
import { openedSite } from "./opened-site.js";

const opened = openedSite();

const draw = random(0, "weights");
const weights = safetensorsFile(
  pytorchTensors(createModel("resnet20", { classes: 1000, initialWeights: "zeros" })),
  (_, tensor) => (/var|bn\d?\.weight/.test(tensor) ? 0.5 + draw.uniform() : 0.2 * draw.normal()),
);
const weightsFile = { name: "theirs.safetensors", mimeType: "", buffer: Buffer.from(weights) };

/** A small classifier that PyTorch has exported. */
const onnxBases = JSON.parse(
  readFileSync(new URL("../../../packages/onnx/test/golden/onnx-bases.json", import.meta.url), "utf8"),
) as { readonly side: number; readonly files: { readonly fixed: string } };
const ONNX_SIDE = onnxBases.side;
const onnxFile = { name: "theirs.onnx", mimeType: "", buffer: Buffer.from(onnxBases.files.fixed, "base64") };

const plain = (level: number) =>
  encode({ width: 40, height: 30, channels: 3, data: new Uint8Array(3600).fill(level) });
const picturesOf = (perClass: number) =>
  Object.fromEntries(
    ["dark", "light"].flatMap((name, c) =>
      Array.from(
        { length: perClass },
        (_, i) => [`${name}/${i}.png`, plain(150 * c + Math.round((60 * i) / perClass))] as const,
      ),
    ),
  );

const compute = (page: Page) => page.getByRole("button", { name: "Compute the last layer" });
const allPrepared = (page: Page) => page.getByText("All 60 pictures have gone through the base");

async function openPictures(page: Page, perClass = 30): Promise<void> {
  const buffer = Buffer.from(zipSync(picturesOf(perClass)));
  const zip = { name: "mine.zip", mimeType: "application/zip", buffer };
  await chooseFiles(page, "A zip of folders by class", [zip]);
  await page.getByRole("heading", { name: "Your own images" }).waitFor();
}

async function chooseBase(page: Page): Promise<void> {
  await page.getByLabel("Base", { exact: true }).selectOption("resnet20");
  await chooseFiles(page, "Weights of the base", [weightsFile]);
  await page.getByText("Weights: theirs.safetensors").waitFor();
}

describe("a network that others have trained", () => {
  it("gets a last layer for one's own pictures, which says what is unknown", async () => {
    const { page, problems } = await opened.openPage();
    await wake(page);
    await openPictures(page);
    await page.getByLabel("Base", { exact: true }).selectOption("resnet20");
    await page.getByText("No weights of this network are known by name: choose a file.").waitFor();
    expect(await compute(page).isDisabled()).toBe(true);
    await chooseBase(page);
    await compute(page).click();
    await waitForVerdict(page);
    expect(await page.locator("#evaluate").innerText()).toMatch(/Accuracy\s+100/i);
    const { recipe } = JSON.parse(new TextDecoder().decode((await savedFiles(page))["imgcls.json"]));
    expect(recipe).toMatchObject({ data: { fit: "cover", imageSize: [32, 32] }, epochs: 0 });

    const picture = (level: number) => [
      { name: "one.png", mimeType: "image/png", buffer: Buffer.from(plain(level)) },
    ];
    await chooseFiles(page, "A picture to classify", picture(180));
    await page.getByText(/^It says light, .* likely\.$/).waitFor();
    await chooseFiles(page, "A picture to classify", picture(75));
    await page.getByText("Unknown: it looks like none of the classes").waitFor();
    expect(await likelihoods(page)).toHaveLength(2);
    expect(problems).toEqual([]);
  });

  it("may be an ONNX file, which brings its own network and size", async () => {
    const { page, problems } = await opened.openPage();
    await wake(page);
    await openPictures(page);
    await chooseFiles(page, "Weights of the base", [onnxFile]);
    await page.getByText("Network: theirs.onnx. It stays as it is").waitFor();
    expect(await page.getByRole("button", { name: "More accurate: fine-tune" }).isDisabled()).toBe(true);
    await compute(page).click();
    await waitForVerdict(page);
    expect(await page.locator("#evaluate").innerText()).toMatch(/Accuracy\s+100/i);
    const { recipe } = JSON.parse(new TextDecoder().decode((await savedFiles(page))["imgcls.json"]));
    expect(recipe).toMatchObject({
      data: { imageSize: [ONNX_SIDE, ONNX_SIDE] },
      model: { architecture: "onnx", weights: "./theirs.onnx" },
    });

    await page.getByLabel("Base", { exact: true }).selectOption("resnet20");
    await page.getByText("No weights of this network are known by name: choose a file.").waitFor();
    expect(problems).toEqual([]);
  });

  it("sees pictures as soon as they are there, and never again", async () => {
    const { page, problems } = await opened.openPage();
    await wake(page);
    await openPictures(page);
    await chooseBase(page);
    await allPrepared(page).waitFor({ timeout: 60_000 });
    await page.reload();
    await wake(page);
    await chooseBase(page);
    // Synthetic digits are grey, and no base takes them.
    await page.waitForTimeout(200);
    expect(await page.getByText("have gone through the base").count()).toBe(0);
    await openPictures(page);
    await allPrepared(page).waitFor({ timeout: 60_000 });
    await compute(page).click();
    await waitForVerdict(page);
    const { engine } = JSON.parse(new TextDecoder().decode((await savedFiles(page))["imgcls.json"]));
    expect(engine.name).toBe("cached features");
    expect(problems).toEqual([]);
  });

  it("says at once when the file is of another network", async () => {
    const { page } = await opened.openPage();
    await wake(page);
    await openPictures(page);
    await page.getByLabel("Base", { exact: true }).selectOption("mobilenet-v2");
    await chooseFiles(page, "Weights of the base", [weightsFile]);
    const said = page.locator(".base-form .field-problem");
    await said.waitFor();
    expect(await said.innerText()).toMatch(
      /^These weights cannot be used: .* is missing.*, and \d+ more problems\. Choose the network/,
    );
  });

  it("is fine-tuned, also when the page was left in the middle of it", async () => {
    const { page, problems } = await opened.openPage();
    page.on("dialog", (dialog) => void dialog.accept());
    await wake(page);
    await openPictures(page, 12);
    await chooseBase(page);
    await page.getByRole("button", { name: "More accurate: fine-tune" }).click();
    await page.getByText(/^2 of 6$/).waitFor({ timeout: 120_000 });
    await page.reload();
    await wake(page);
    await openPictures(page, 12);
    await page.getByRole("button", { name: "Go on with the training" }).click();
    await page.getByText(/^[34] of 6$/).waitFor({ timeout: 120_000 });
    await stopButton(page).click();
    await waitForVerdict(page);
    const { recipe } = JSON.parse(new TextDecoder().decode((await savedFiles(page))["imgcls.json"]));
    expect(recipe).toMatchObject({ data: { fit: "cover" }, normalization: "frozen", epochs: 6 });
    expect(problems).toEqual([]);
  });

  it("is still there for a last layer that was cut off, unless the browser had no room for its file", async () => {
    const { page } = await opened.openPage();
    const goOn = page.getByRole("button", { name: "Go on with the training" });
    for (const isKept of [false, true]) {
      await leaveCutOff(page, isKept);
      await page.reload();
      await page.getByText("its last layer being computed").waitFor();
      await wake(page);
      await openPictures(page);
      await goOn.click();
      if (isKept) break;
      await page.getByText(/weights from theirs\.safetensors, for which this browser had no room/).waitFor();
    }
    await waitForVerdict(page);
    expect(await filesOfRun(page)).not.toContain("weights-of-the-base");
  });
});

/** What a page leaves in the browser's storage that ends while the last layer is computed. */
const leaveCutOff = async (page: Page, isKept: boolean): Promise<void> =>
  page.evaluate(
    async ([weights, run]) => {
      const root = await navigator.storage.getDirectory();
      const runs = await root.getDirectoryHandle("imgcls-runs", { create: true });
      const folder = await runs.getDirectoryHandle("run of yesterday", { create: true });
      const write = async (to: FileSystemDirectoryHandle, name: string, content: string | BufferSource) => {
        const stream = await (await to.getFileHandle(name, { create: true })).createWritable();
        await stream.write(content);
        await stream.close();
      };
      await write(folder, "about.json", run.about);
      await write(await folder.getDirectoryHandle("checkpoint", { create: true }), "start.json", run.start);
      if (weights !== undefined)
        await write(
          folder,
          "weights-of-the-base",
          Uint8Array.from(atob(weights), (c) => c.charCodeAt(0)),
        );
    },
    [isKept ? Buffer.from(weights).toString("base64") : undefined, await cutOff()] as const,
  );

/** As a training writes them before it loads anything. */
async function cutOff(): Promise<{ readonly about: string; readonly start: string }> {
  const place = memoryPlace();
  const draft = transferDraft({ dataset: "zip:mine.zip", base: "resnet20", weights: "./theirs.safetensors" });
  await saveStart(place.folder, { recipe: draft });
  const about = {
    ...{ architecture: "resnet20", dataset: "zip:mine.zip", engine: "auto", epochs: 0 },
    ...{ isTrained: false, at: Date.parse("2026-01-01") },
  };
  return {
    about: JSON.stringify(about),
    start: new TextDecoder().decode(place.files.get("checkpoint/start.json")),
  };
}

const filesOfRun = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const runs = await root.getDirectoryHandle("imgcls-runs");
    const folder = await runs.getDirectoryHandle("run of yesterday");
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    return names;
  });
