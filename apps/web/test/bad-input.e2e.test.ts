import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openPage, openSite } from "./browser-page.js";
import { idxFile } from "./idx-file.js";
import {
  alert,
  chooseFiles,
  readout,
  savedFiles,
  stopButton,
  trainButton,
  trainShortly,
  waitForVerdict,
  wake,
} from "./lab-page.js";
import { openedSite } from "./opened-site.js";

const opened = openedSite();

const file = (name: string, content: Uint8Array) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(content),
});

const LABELS = Array.from({ length: 20 }, (_, i) => i % 10);
const images = idxFile([20, 28, 28], new Uint8Array(20 * 784));
const labels = idxFile([20], LABELS);
const FOUR = {
  "train-images-idx3-ubyte": images,
  "train-labels-idx1-ubyte": labels,
  "t10k-images-idx3-ubyte": images,
  "t10k-labels-idx1-ubyte": labels,
};
const fourFiles = (changes: Record<string, Uint8Array> = {}) =>
  Object.entries({ ...FOUR, ...changes }).map(([name, bytes]) => file(name, bytes));

const MNIST = "The four files of MNIST";
const RUN = "Saved run, a zip file";

async function startTraining(page: Page, epochs = "50"): Promise<void> {
  await wake(page);
  await page.getByLabel("Epochs", { exact: true }).fill(epochs);
  await trainButton(page).click();
  await expect.poll(() => readout(page, "train", "Images a second"), { timeout: 30_000 }).toBeGreaterThan(0);
}

describe("files for data", () => {
  it.each([
    ["of another kind", [file("cat.jpg", Uint8Array.of(1, 2, 3))], /“cat\.jpg” is not of MNIST/],
    ["some of the four", fourFiles().slice(0, 2), /Some of the four files are missing: t10k-images/],
    [
      "truncated",
      fourFiles({ "train-images-idx3-ubyte": images.slice(0, 5000) }),
      /train-images-idx3-ubyte.*expected 15696 bytes.*received 5000 bytes \(truncated\)/,
    ],
    [
      "truncated gzip",
      fourFiles({ "train-images-idx3-ubyte": gzipSync(images).subarray(0, 40) }),
      /damaged or truncated/,
    ],
    [
      "with labels of other images",
      fourFiles({ "train-labels-idx1-ubyte": idxFile([3], [1, 2, 3]) }),
      /expected as many labels as images, received 20 images and 3 labels/,
    ],
  ])("that are %s are refused in one sentence, and the data before stay", async (_, files, sentence) => {
    const { page, problems } = await opened.openPage();
    await page.locator(".facts").waitFor();
    await chooseFiles(page, MNIST, files);
    await alert(page).waitFor();
    expect(await alert(page).innerText()).toMatch(sentence);
    expect(await alert(page).innerText()).not.toMatch(/\[imgcls|Error|undefined/);
    expect(await page.locator("#data h3").first().innerText()).toBe("Synthetic digits");
    expect(problems).toEqual([]);
  });

  it("that are too large are refused before they are read", async () => {
    const { page } = await opened.openPage();
    await page.locator(".facts").waitFor();
    // A file of 70 MB is more than the protocol of the test carries, so it is made in the page.
    await page.evaluate(() => {
      const large = new File([new Uint8Array(70_000_000)], "train-images-idx3-ubyte");
      const data = new DataTransfer();
      data.items.add(large);
      dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    });
    await alert(page).waitFor();
    expect(await alert(page).innerText()).toMatch(/“train-images-idx3-ubyte” is too large: it has 70 MB/);
  });

  it("that are right take the place of the digits, and the digits come back", async () => {
    const { page, problems } = await opened.openPage();
    await chooseFiles(page, MNIST, fourFiles({ "train-labels-idx1-ubyte": gzipSync(labels) }));
    await page.getByRole("heading", { name: "MNIST", exact: true }).waitFor();
    await page.getByRole("button", { name: "Back to synthetic digits" }).click();
    await page.getByRole("heading", { name: "Synthetic digits" }).waitFor();
    expect(problems).toEqual([]);
  });
});

describe("files for a run", () => {
  it.each([
    [
      "no zip file",
      Uint8Array.from({ length: 400 }, (_, i) => i),
      /“run\.zip” was not opened\. .*expected a zip file/,
    ],
    ["a zip of something else", zipSync({ "notes.txt": Uint8Array.of(1) }), /found none/],
    [
      "a part of a zip file",
      zipSync({ "imgcls.json": new Uint8Array(500) }).subarray(0, 90),
      /expected a zip file/,
    ],
    [
      "a run with a damaged card",
      zipSync({ "imgcls.json": Uint8Array.of(1, 2) }),
      /imgcls\.json: expected JSON/,
    ],
  ])("that are %s are refused in one sentence", async (_, bytes, sentence) => {
    const { page, problems } = await opened.openPage();
    await chooseFiles(page, RUN, file("run.zip", bytes));
    await alert(page).waitFor();
    expect(await alert(page).innerText()).toMatch(sentence);
    await page.getByRole("button", { name: "Dismiss" }).click();
    expect(await alert(page).count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it("whose weights do not fit are refused, and the model before stays", async () => {
    const { page } = await opened.openPage();
    await startTraining(page, "1");
    await stopButton(page).click();
    await waitForVerdict(page);
    const files = await savedFiles(page);
    const broken = zipSync({ ...files, "weights.bin": files["weights.bin"]!.subarray(0, 100) });
    await chooseFiles(page, RUN, file("run.zip", broken));
    await alert(page).waitFor();
    expect(await alert(page).innerText()).toMatch(/weights\.bin: expected \d+ bytes, found 100/);
    expect(await page.locator(".confusion svg").count()).toBe(1);
  });
});

describe("a training", () => {
  it("is not started twice, and asks before the tab is closed", async () => {
    const { page } = await opened.openPage();
    await startTraining(page);
    await trainButton(page).click({ force: true });
    await page.getByText("A training is running already. Press Stop to end it.").waitFor();

    const question = page.waitForEvent("dialog");
    void page.close({ runBeforeUnload: true });
    const dialog = await question;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await stopButton(page).click();
    await waitForVerdict(page);
  });

  it("that diverges says so and offers smaller steps; what is older than it is marked", async () => {
    const { page } = await opened.openPage();
    await trainShortly(page);
    await page.getByRole("radio", { name: /^mnist-cnn/ }).check();
    await page.getByLabel("Epochs", { exact: true }).fill("1");
    await page.getByLabel("Learning rate", { exact: true }).fill("9");
    await trainButton(page).click();
    await page.getByText("What follows is of the model before").waitFor();
    await page.getByText("The training did not work.").waitFor({ timeout: 120_000 });
    await page.getByText("What follows is of the model before").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Set the learning rate to 0.9" }).click();
    expect(await page.getByLabel("Learning rate", { exact: true }).inputValue()).toBe("0.9");
  });

  it("that is stopped in its first epoch shows no numbers that it has not", async () => {
    const { page } = await opened.openPage();
    await startTraining(page);
    await stopButton(page).click();
    await waitForVerdict(page);
    expect(await page.locator("#evaluate .stage-intro").innerText()).toMatch(/stopped in its first epoch/);
    expect(await page.locator("#train .readouts").innerText()).not.toMatch(/–|Time/);
  });

  it("with wrong settings does not start, and each field says what it takes", async () => {
    const { page } = await opened.openPage();
    await wake(page);
    await page.getByLabel("Epochs", { exact: true }).fill("none");
    await page.getByLabel("Seed", { exact: true }).fill("-1");
    await expect
      .poll(() => page.locator(".field-problem").allInnerTexts())
      .toEqual([
        "A whole number from 1 to 100000 (history and report keep a row of each), or 0 where the head is computed.",
        "A whole number from 0 to 4294967295 (seeds have 32 bits).",
      ]);
    await trainButton(page).click({ force: true });
    expect(await page.locator("#train .readouts").count()).toBe(0);
  });

  it.each([
    [
      "crashes",
      () => {
        throw new Error("out of order");
      },
      /ended unexpectedly \(out of order\)/,
    ],
    ["is ended by the browser", () => close(), /ended unexpectedly \(the browser ended it\)/],
  ])("whose worker %s ends with a sentence, and a new worker trains on", async (_, end, sentence) => {
    const { page } = await opened.openPage();
    await startTraining(page);
    const lab = page.workers().find((worker) => worker.url().includes("lab.worker"))!;
    await stopButton(page).click();
    await lab.evaluate(`void setTimeout(${end})`);
    await page.getByText(sentence).waitFor();
    await page.getByRole("button", { name: "Start it again" }).click();
    expect(await alert(page).count()).toBe(0);
    await startTraining(page, "1");
    await waitForVerdict(page);
  });
});

describe("a page that is not isolated", () => {
  it("trains with one thread and says how to get more", async () => {
    const plain = await openSite({});
    try {
      const { page, problems } = await openPage(opened.browser, plain);
      await startTraining(page);
      await page
        .getByText(/^One thread is used instead of .*Cross-Origin-Opener-Policy: same-origin/)
        .waitFor();
      await page
        .getByText(/wasm, 1 thread$/)
        .first()
        .waitFor();
      await stopButton(page).click();
      await waitForVerdict(page);
      expect(problems).toEqual([]);
    } finally {
      await plain.close();
    }
  });
});
