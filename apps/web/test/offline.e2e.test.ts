import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { expect, it } from "vitest";
import { openPage, openSite, type WatchedPage } from "./browser-page.js";
import { trainShortly, wake } from "./lab-page.js";
import { openedSite } from "./opened-site.js";

const opened = openedSite();
const WITH_WORKER = { serviceWorkers: "allow" } as const;

/** A visit later. What was being loaded meanwhile is cut off, and no problem. */
async function reopened({ page, problems }: WatchedPage): Promise<void> {
  await page.reload();
  problems.length = 0;
}

/** Until all files are kept. */
const kept = async (page: Page): Promise<void> => {
  await wake(page);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
};

it("opens and trains without a connection from the first visit on", async () => {
  const watched = await opened.openPage(WITH_WORKER);
  const { page, problems } = watched;
  await kept(page);
  opened.site.setReachable(false);
  await reopened(watched);
  await trainShortly(page);
  expect(problems).toEqual([]);
});

it("computes with all threads from the second visit on, where the host cannot set headers", async () => {
  const plain = await openSite({});
  try {
    const watched = await openPage(opened.browser, plain, WITH_WORKER);
    const { page, problems } = watched;
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await kept(page);
    await reopened(watched);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await trainShortly(page);
    expect(await page.getByText(/^One thread is used/).count()).toBe(0);
    expect(problems).toEqual([]);
  } finally {
    await plain.close();
  }
});

it("keeps what it is made of, but for what few need", async () => {
  const { page } = await opened.openPage(WITH_WORKER);
  await kept(page);
  const urls = await page.evaluate(async () => {
    const [name, ...others] = await caches.keys();
    if (others.length > 0) throw new Error(`more than one cache: ${others}`);
    return (await (await caches.open(name!)).keys()).map(({ url }) => new URL(url).pathname);
  });
  expect(urls).toContain("/index.html");
  expect(urls.some((url) => url.includes("hdf5"))).toBe(false);
});

it("can be installed: its icons are there, in the sizes that it says", async () => {
  const read = (name: string) => readFileSync(new URL(`../dist/${name}`, import.meta.url));
  const { icons, start_url: start } = JSON.parse(read("manifest.webmanifest").toString("utf8"));
  expect(start).toBe("./");
  for (const { src, sizes, type } of icons as { src: string; sizes: string; type: string }[]) {
    if (type !== "image/png") continue;
    const { width, height, format } = await sharp(read(src)).metadata();
    expect([`${width}x${height}`, format], src).toEqual([sizes, "png"]);
  }
});
