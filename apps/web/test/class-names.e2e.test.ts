import { encode } from "fast-png";
import { zipSync } from "fflate";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chooseFiles, sidewaysScroll, trainShortly } from "./lab-page.js";
import { openedSite } from "./opened-site.js";

const opened = openedSite();

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
    const { page, problems } = await opened.openPage(options);
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
