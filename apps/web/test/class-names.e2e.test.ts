import { encode } from "fast-png";
import { zipSync } from "fflate";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openPage, openSite, type Site } from "./browser-page.js";
import { chooseFiles, trainShortly } from "./lab-page.js";

let site: Site;
let browser: Browser;

beforeAll(async () => {
  site = await openSite();
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const NAMES = [
  "w".repeat(300),
  `long words ${"and more ".repeat(30)}`.trim(),
  '<b onclick="alert(1)">bold & <img src=x onerror=alert(2)>',
  "👩‍👩‍👧‍👦".repeat(20),
  "קטגוריה ארוכה מאוד ".repeat(12).trim(),
];

const images = (name: string, c: number) =>
  Array.from({ length: 8 }, (_, i) => {
    const data = new Uint8Array(48).fill(40 * c + i);
    return [`${name}/${i}.png`, encode({ width: 4, height: 4, channels: 3, data })] as const;
  });
const archive = zipSync(Object.fromEntries(NAMES.flatMap(images)));

const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Lines of text in the highest caption below a picture. */
const highestCaption = (page: Page): Promise<number> =>
  page.locator("#data .picture-caption").evaluateAll((all) => {
    const lines = all.map(
      (element) => element.clientHeight / parseFloat(getComputedStyle(element).lineHeight),
    );
    return Math.max(...lines);
  });

describe("names of classes of any length and script", () => {
  it.each([
    ["360 pixels", { viewport: { width: 360, height: 740 } }],
    ["1,440 pixels", { viewport: { width: 1440, height: 900 } }],
    ["1,440 pixels at 200 %", { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }],
  ])("leave the page whole and its buttons in reach at %s", async (_, options) => {
    const { page, problems } = await openPage(browser, site, options);
    await chooseFiles(page, "A zip of folders by class", {
      name: "names.zip",
      mimeType: "application/zip",
      buffer: Buffer.from(archive),
    });
    await page.getByRole("heading", { name: "Your own images" }).waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await highestCaption(page)).toBeLessThan(2.5);
    // A real click: it fails where something lies over the button or the button is out of reach.
    await trainShortly(page);
    await page.getByRole("button", { name: "Take a test image" }).click();
    await page.locator(".likelihoods data").first().waitFor();
    await page.getByText("Scores by class").click();
    expect(await sidewaysScroll(page)).toBe(0);
    const tooltips = await page
      .locator("#data .bars bdi")
      .evaluateAll((all) => all.map((element) => [element.getAttribute("title"), element.textContent]));
    expect(tooltips.map(([title]) => title).sort()).toEqual([...NAMES].sort());
    expect(tooltips.every(([title, text]) => title === text)).toBe(true);
    expect(problems).toEqual([]);
  });
});
