import type { Browser } from "playwright";
import { preview } from "vite";
import { expect, onTestFinished } from "vitest";

/** What a page needs for SharedArrayBuffer, and so for WebAssembly threads. */
export const ISOLATION_HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Serves the folder `outDir` of a project until the test ends. Returns the address. */
export async function serve(
  project: string,
  outDir: string,
  headers: Record<string, string>,
): Promise<string> {
  const server = await preview({
    root: project,
    configFile: false,
    logLevel: "error",
    build: { outDir },
    preview: { host: "127.0.0.1", port: 0, headers },
  });
  onTestFinished(() => server.close());
  return server.resolvedUrls!.local[0]!;
}

/**
 * Opens a page that trains, waits for the end, and gives what the page says, line by line. Errors in the console and
 * requests to other places fail the test.
 */
export async function trainInPage(browser: Browser, url: string): Promise<string[]> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url())) problems.push(request.url());
  });
  await page.goto(url);
  const status = page.locator("#status");
  await status.filter({ hasText: /done|error/ }).waitFor({ timeout: 120_000 });
  expect(problems).toEqual([]);
  return (await status.innerText()).split("\n").slice(1);
}

/** Two epochs, the second of them good. */
export function expectTraining(lines: readonly string[]): void {
  const accuracies = lines.flatMap((line) => /^epoch \d: ([\d.]+)/.exec(line)?.[1] ?? []).map(Number);
  expect(accuracies).toHaveLength(2);
  expect(accuracies[1]).toBeGreaterThan(0.9);
}
