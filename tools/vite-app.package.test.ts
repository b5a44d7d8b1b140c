import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium } from "playwright";
import { createServer, preview } from "vite";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { CHROMIUM_ARGUMENTS, findChromium } from "./find-chromium.ts";
import { npm, packedProject, root } from "./packed-project.ts";

/** A fresh Vite project with the packed tarballs, `integrations/vite-app`, trains in its page. */
let project: string;
let browser: Browser;

beforeAll(async () => {
  const packages = ["datasets", "architectures", "onnx", "training"].map((name) => `packages/${name}`);
  project = await packedProject(packages, join(root, "integrations/vite-app"));
  browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGUMENTS] });
}, 300_000);

afterAll(async () => {
  await browser?.close();
  if (project) await rm(project, { recursive: true, force: true });
});

/** Opens the page, waits for the training, and gives what the page says, line by line. */
async function train(url: string): Promise<string[]> {
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

function expectTraining(lines: readonly string[]): void {
  const accuracies = lines.flatMap((line) => /^epoch \d: ([\d.]+)/.exec(line)?.[1] ?? []).map(Number);
  expect(accuracies).toHaveLength(2);
  expect(accuracies[1]).toBeGreaterThan(0.9);
}

describe("built for production", () => {
  beforeAll(() => npm(["run", "build"], project));

  async function serve(headers: Record<string, string>): Promise<string> {
    const server = await preview({
      root: project,
      configFile: false,
      logLevel: "error",
      preview: { host: "127.0.0.1", port: 0, headers },
    });
    onTestFinished(() => server.close());
    return server.resolvedUrls!.local[0]!;
  }

  it("trains with a thread for every core in an isolated page", async () => {
    const lines = await train(
      await serve({
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      }),
    );
    expectTraining(lines);
    expect(lines.at(-1)).toMatch(/^done on wasm, \d+ threads?$/);
    expect(lines).toHaveLength(3);
  });

  it("trains with one thread anywhere else, and says how to get more", async () => {
    const lines = await train(await serve({}));
    expect(lines[0]).toMatch(
      /^One thread is used instead of \d+, because the page is not cross-origin isolated/,
    );
    expectTraining(lines);
    expect(lines.at(-1)).toBe("done on wasm, 1 thread");
  });
});

it("trains in development", async () => {
  const server = await createServer({
    root: project,
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0 },
  });
  onTestFinished(() => server.close());
  await server.listen();
  const lines = await train(server.resolvedUrls!.local[0]!);
  expectTraining(lines);
  expect(lines.at(-1)).toMatch(/^done on wasm, \d+ threads?$/);
});
