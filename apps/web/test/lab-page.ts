// What a visitor does, in the words of the page.
import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import type { Locator, Page } from "playwright-core";
import type { Point } from "../src/pad/digit-image.js";

export const trainButton = (page: Page): Locator => page.getByRole("button", { name: /^Train/ });
export const stopButton = (page: Page): Locator => page.getByRole("button", { name: /^Stop/ });

/** The number beside this name, such as "Test accuracy" → 0.953. */
export async function readout(page: Page, stage: "train" | "evaluate", name: string): Promise<number> {
  const row = page.locator(`#${stage} .readouts > div`).filter({ hasText: name });
  const text = await row.locator("dd").innerText();
  const value = Number(text.replace(/[^\d.]/g, ""));
  return text.includes("%") ? value / 100 : value;
}

/** The first touch, and the networks that are loaded after it. */
export async function wake(page: Page): Promise<void> {
  await page.mouse.move(50, 50);
  await page.locator(".layers").first().waitFor();
}

/** Waits for the test's result. Throws what the page says when something went wrong. */
export async function waitForVerdict(page: Page): Promise<void> {
  const problem = page.getByRole("alert");
  await page.locator(".confusion svg").or(problem).first().waitFor({ timeout: 90_000 });
  if (await problem.isVisible()) throw new Error(`The page says: ${await problem.innerText()}`);
}

/** Draws with the mouse; points are shares of the pad's side. */
export async function draw(page: Page, strokes: readonly (readonly Point[])[]): Promise<void> {
  await page.getByRole("button", { name: "Clear" }).click();
  const pad = page.locator(".pad canvas");
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  const place = ({ x, y }: Point) => [box.x + x * box.width, box.y + y * box.height] as const;
  for (const [first, ...others] of strokes) {
    await page.mouse.move(...place(first!));
    await page.mouse.down();
    for (const point of others) await page.mouse.move(...place(point), { steps: 4 });
    await page.mouse.up();
  }
}

/** The likelihoods that are shown, in the order of the classes, with all their digits. */
export async function likelihoods(page: Page): Promise<number[]> {
  await page.locator(".likelihoods data").first().waitFor();
  const values = await page
    .locator(".likelihoods data")
    .evaluateAll((all) => all.map((element) => element.getAttribute("value")));
  return values.map(Number);
}

/** One epoch of a small network, and its test. */
export async function trainShortly(page: Page): Promise<void> {
  await wake(page);
  await page.getByRole("radio", { name: /^mlp/ }).check();
  await page.getByLabel("Epochs", { exact: true }).fill("1");
  await trainButton(page).click();
  await waitForVerdict(page);
}

/** What is in the zip file that "Save the run" gives. */
export async function savedFiles(page: Page): Promise<Record<string, Uint8Array>> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the run" }).click();
  return unzipSync(readFileSync(await (await download).path()));
}

export const chooseFiles = (page: Page, label: string, files: Parameters<Locator["setInputFiles"]>[0]) =>
  page.getByLabel(label).setInputFiles(files);

/** How many pixels the page is wider than its window. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export const alert = (page: Page): Locator => page.getByRole("alert");

/** Files as a visitor drops them on the element, or pastes them into the page. */
export async function give(
  page: Page,
  how: "drop" | "paste",
  target: string,
  files: readonly { readonly name: string; readonly content: Uint8Array }[],
): Promise<void> {
  const plain = files.map(({ name, content }) => ({ name, bytes: Array.from(content) }));
  await page.locator(target).evaluate(
    (element, [how, files]) => {
      const data = new DataTransfer();
      for (const { name, bytes } of files) data.items.add(new File([Uint8Array.from(bytes)], name));
      const options = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        how === "drop"
          ? new DragEvent("drop", { ...options, dataTransfer: data })
          : new ClipboardEvent("paste", { ...options, clipboardData: data }),
      );
    },
    [how, plain] as const,
  );
}
