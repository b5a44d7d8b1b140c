import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseFiles, readout, trainButton, waitForVerdict, wake } from "./lab-page.js";
import { openedSite } from "./opened-site.js";

const FOLDER = resolve(import.meta.dirname, "../../../../shared/data/mnist");
const FILES = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"].map((name) =>
  join(FOLDER, `${name}-ubyte.gz`),
);

describe.skipIf(!FILES.every((file) => existsSync(file)))("MNIST by its four files", () => {
  const opened = openedSite();

  it("is learned in one epoch", { timeout: 10 * 60_000 }, async () => {
    const { page, problems } = await opened.openPage();
    page.setDefaultTimeout(8 * 60_000);
    await wake(page);
    await chooseFiles(page, "The four files of MNIST", FILES);
    await page.getByRole("heading", { name: "MNIST", exact: true }).waitFor();
    await page.getByLabel("Epochs", { exact: true }).fill("1");
    await trainButton(page).click();
    await waitForVerdict(page);
    expect(await readout(page, "evaluate", "Test images")).toBe(10_000);
    expect(await readout(page, "evaluate", "Test accuracy")).toBeGreaterThan(0.96);
    expect(problems).toEqual([]);
  });
});
