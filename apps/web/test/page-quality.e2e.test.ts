import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import type { AxeResults } from "axe-core";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import {
  chooseFiles,
  draw,
  readout,
  savedFiles,
  sidewaysScroll,
  stopButton,
  trainButton,
  trainShortly,
  waitForVerdict,
  wake,
} from "./lab-page.js";
import { openedSite } from "./opened-site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** JavaScript that a visitor waits for before the first touch, bytes of gzip. */
const JAVASCRIPT_BUDGET = 250_000;
const LONGEST_TASK_MS = 50;

const opened = openedSite();

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof import("axe-core") }).axe.run(),
  );
  return (results as AxeResults).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
  );
}

async function expectClean(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
  expect(await sidewaysScroll(page)).toBe(0);
}

const LOOKS: readonly [name: string, options: BrowserContextOptions][] = [
  ["in light", { colorScheme: "light" }],
  ["in dark", { colorScheme: "dark" }],
  ["at 360 pixels", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
];

describe("the page", () => {
  it.each(LOOKS)("is accessible in every state %s, and nothing sticks out", async (_, options) => {
    const { page, problems } = await opened.openPage({ ...options, reducedMotion: "reduce" });
    await expectClean(page);
    await wake(page);
    await page.getByText("Advanced").click();
    await expectClean(page);
    await trainButton(page).click();
    await expect
      .poll(() => readout(page, "train", "Images a second"), { timeout: 30_000 })
      .toBeGreaterThan(0);
    await expectClean(page);
    await stopButton(page).click();
    await waitForVerdict(page);
    await draw(page, [
      [
        { x: 0.5, y: 0.2 },
        { x: 0.5, y: 0.8 },
      ],
    ]);
    await page.getByText("Scores by class").click();
    await page.getByLabel("Seed", { exact: true }).fill("none");
    await chooseFiles(page, "Saved run, a zip file", {
      name: "x.zip",
      mimeType: "",
      buffer: Buffer.from("no"),
    });
    await page.getByRole("alert").waitFor();
    await expectClean(page);
    expect(problems).toEqual([]);
  });

  it.each([1280, 1440])("has each button of the drop zone below its own text at %d pixels", async (width) => {
    const { page } = await opened.openPage({ viewport: { width, height: 900 } });
    await page.locator(".facts").waitFor();
    const box = async (text: string) => (await page.getByText(text, { exact: false }).last().boundingBox())!;
    for (const [text, button] of [
      ["drop their four files", "Choose the files"],
      ["drop a folder that has", "Choose a zip"],
    ] as const) {
      const [above, below] = [await box(text), await box(button)];
      expect(below.y).toBeGreaterThanOrEqual(above.y + above.height);
      expect(below.x).toBeGreaterThanOrEqual(above.x - 1);
      expect(below.x + below.width).toBeLessThanOrEqual(above.x + above.width);
    }
  });

  it("keeps pad, strokes and bars in forced colours", async () => {
    const { page } = await opened.openPage({ forcedColors: "active" });
    await trainShortly(page);
    const look = await page.evaluate(() => {
      const style = (selector: string) => getComputedStyle(document.querySelector(selector)!);
      return {
        page: getComputedStyle(document.body).backgroundColor,
        bar: style(".bar").backgroundColor,
        pad: style(".pad canvas").backgroundColor,
        edge: style(".pad canvas").borderTopStyle,
        edgeColor: style(".pad canvas").borderTopColor,
      };
    });
    expect(look.bar).not.toBe(look.page);
    // White strokes are seen on it.
    expect(look.pad).toBe("rgb(17, 21, 26)");
    expect(look.edge).toBe("solid");
    expect(look.edgeColor).not.toBe(look.page);
  });

  it("has a pad that keys draw on, controls of 44 pixels, a spoken verdict, and a report that prints its text", async () => {
    const { page } = await opened.openPage();
    await trainShortly(page);
    await page.getByText(/^Tested: .* of 1,000 test images are right\.$/).waitFor();
    expect(
      await page
        .getByRole("table", { name: /by true class/ })
        .getByRole("row")
        .count(),
    ).toBe(11);
    await page.getByText("Advanced").click();
    const heights = await page
      .locator("button, select, .field input")
      .evaluateAll((all) => all.map((element) => element.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);

    await page.locator(".pad canvas").focus();
    for (const key of ["Space", ...Array<string>(8).fill("ArrowDown")]) await page.keyboard.press(key);
    await page.getByText(/^It says \d, .* likely/).waitFor();

    const files = await savedFiles(page);
    const report = await opened.browser.newPage();
    await report.setContent(new TextDecoder().decode(files["report.html"]));
    const text = report.locator("details pre");
    expect(await text.evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true }))).toBe(
      false,
    );
    await report.emulateMedia({ media: "print" });
    expect(await text.evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true }))).toBe(
      true,
    );
    await report.close();
  });

  it("can be used with the keyboard alone", async () => {
    const { page } = await opened.openPage();
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    await page.getByRole("button", { name: "Open a run" }).waitFor();
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Open a run");
    await page.locator(".layers").first().waitFor();
    await page.locator("input[type=radio]:checked").focus();
    await page.keyboard.press("ArrowDown");
    await page.locator(".layers caption", { hasText: "mlp" }).waitFor();
    // The settings of the network that was chosen come a moment later.
    await expect.poll(() => page.getByLabel("Epochs", { exact: true }).inputValue()).not.toBe("");
    await page.getByLabel("Epochs", { exact: true }).focus();
    while ((await focused()) !== "Train") await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect.poll(() => stopButton(page).isEnabled()).toBe(true);
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Stop");
    await expect
      .poll(() => readout(page, "train", "Images a second"), { timeout: 30_000 })
      .toBeGreaterThan(0);
    await page.keyboard.press("Enter");
    await waitForVerdict(page);
  });

  it("stays smooth while it trains, and speaks to nobody else", async () => {
    const { page, problems, foreign } = await opened.openPage();
    await wake(page);
    await page.evaluate(() => {
      const tasks: number[] = [];
      new PerformanceObserver((list) => {
        tasks.push(...list.getEntries().map(({ duration }) => duration));
      }).observe({ type: "longtask" });
      Object.assign(globalThis, { longTasks: tasks });
    });
    await trainButton(page).click();
    await expect
      .poll(() => readout(page, "train", "Epoch").catch(() => 0), { timeout: 60_000 })
      .toBeGreaterThan(210);
    const tasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
    expect(tasks.filter((duration) => duration > LONGEST_TASK_MS)).toEqual([]);
    await stopButton(page).click();
    await waitForVerdict(page);
    expect(foreign).toEqual([]);
    expect(problems).toEqual([]);
  });

  it("loads little before the first touch", async () => {
    const context = await opened.browser.newContext();
    const page = await context.newPage();
    const scripts = new Map<string, number>();
    context.on("response", async (response) => {
      if (!/\.m?js$/.test(new URL(response.url()).pathname)) return;
      scripts.set(response.url(), gzipSync(await response.body()).length);
    });
    await page.goto(opened.site.url);
    await page.locator(".facts").waitFor();
    await page.waitForLoadState("networkidle");
    expect([...scripts.keys()].some((url) => url.includes("engine-room"))).toBe(false);
    expect([...scripts.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(JAVASCRIPT_BUDGET);
  });
});
