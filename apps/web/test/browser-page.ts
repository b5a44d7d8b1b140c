import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { CHROMIUM_ARGUMENTS, findChromium } from "../../../tools/find-chromium.js";
import { ISOLATION_HEADERS } from "../server/isolation.js";
import { staticServer } from "../server/static-server.js";

const ROOT = fileURLToPath(new URL("../dist", import.meta.url));

export interface Site {
  readonly url: string;
  /** The connection to it is gone, or back. */
  setReachable(reachable: boolean): void;
  close(): Promise<void>;
}

/** The built page on a free port of this machine. */
export async function openSite(headers: Readonly<Record<string, string>> = ISOLATION_HEADERS): Promise<Site> {
  const server = staticServer({ root: ROOT, headers });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  let reachable = true;
  server.on("connection", (socket) => {
    if (!reachable) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    setReachable(value) {
      reachable = value;
      if (!value) server.closeAllConnections();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGUMENTS] });

export interface WatchedPage {
  readonly page: Page;
  /** Console errors, uncaught errors and failed requests. */
  readonly problems: string[];
  /** Requests that left the origin. */
  readonly foreign: string[];
}

/** A page of its own that notes everything that should not happen. Its files come from the server: no service worker keeps them. */
export async function openPage(
  browser: Browser,
  site: Site,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    serviceWorkers: "block",
    ...options,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  const foreign: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("requestfailed", (request) => problems.push(`${request.url()}: ${request.failure()?.errorText}`));
  context.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http") && `${origin}/` !== site.url) foreign.push(request.url());
  });
  await page.goto(site.url);
  return { page, problems, foreign };
}
