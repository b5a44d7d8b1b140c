/**
 * How soon the page has a classifier of 2 × 100 photographs, in a real Chromium, with a base from a file: from choosing the zip
 * to the verdict; and again after a reload, when the features are known.
 *
 *     npm run build && npx tsx --conditions=imgcls-source bench/browser/photographs.ts [--weights FILE] [--photographs 200]
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { zipSync } from "fflate";
import type { Page } from "playwright-core";
import { launchBrowser, openPage, openSite } from "../../apps/web/test/browser-page.ts";
import { chooseFiles, waitForVerdict, wake } from "../../apps/web/test/lab-page.ts";
import { photograph, SHAPES } from "../photograph.ts";

const { values: args } = parseArgs({
  options: {
    weights: { type: "string", default: "../shared/data/weights/tf_efficientnet_lite0.in1k.safetensors" },
    photographs: { type: "string", default: "200" },
  },
});
const count = Number(args.photographs);
const files: Record<string, Uint8Array> = {};
for (let i = 0; i < count; i++) {
  const shape = SHAPES[i % 2]!;
  files[`${shape}/${i}.jpg`] = await photograph(i, shape);
}
const scratch = mkdtempSync(join(tmpdir(), "imgcls-photographs-"));
const zip = join(scratch, "photographs.zip");
writeFileSync(zip, zipSync(files, { level: 0 }));

/** Seconds. */
interface Measured {
  /** From choosing the pictures until all have gone through the base. */
  readonly features: number;
  /** From the click until the last layer is there and tested. */
  readonly head: number;
  readonly all: number;
}

async function untilVerdict(page: Page): Promise<Measured> {
  await wake(page);
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  await chooseFiles(page, "A zip of folders by class", zip);
  await page.getByRole("heading", { name: "Your own images" }).waitFor();
  await page.getByLabel("Base", { exact: true }).selectOption("efficientnet-lite0");
  await chooseFiles(page, "Weights of the base", args.weights);
  await page.getByText(`All ${count} pictures have gone through the base`).waitFor();
  const features = seconds();
  await page.getByRole("button", { name: "Compute the last layer" }).click();
  await waitForVerdict(page);
  const all = seconds();
  return { features, head: all - features, all };
}

const site = await openSite();
const browser = await launchBrowser();
try {
  const { page } = await openPage(browser, site);
  page.setDefaultTimeout(5 * 60_000);
  console.log(JSON.stringify({ what: "the first time, seconds", ...(await untilVerdict(page)) }));
  await page.reload();
  console.log(JSON.stringify({ what: "with features, seconds", ...(await untilVerdict(page)) }));
} finally {
  await browser.close();
  await site.close();
  rmSync(scratch, { recursive: true });
}
