import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchBrowser, openPage, openSite, type Site, type WatchedPage } from "./browser-page.js";

export interface OpenedSite {
  readonly site: Site;
  readonly browser: Browser;
  /** A page with a context of its own, which is closed when the test ends. */
  openPage(options?: BrowserContextOptions): Promise<WatchedPage>;
}

/** One site and one browser for all tests of a file. They are there when the first test starts. */
export function openedSite(): OpenedSite {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    site = await openSite();
    browser = await launchBrowser();
  });
  afterEach(async () => {
    site.setReachable(true);
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  return {
    get site() {
      return site;
    },
    get browser() {
      return browser;
    },
    openPage: (options) => openPage(browser, site, options),
  };
}
