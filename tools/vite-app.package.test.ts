import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium } from "playwright";
import { createServer } from "vite";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { CHROMIUM_ARGUMENTS, findChromium } from "./find-chromium.ts";
import { npm, packedProject, root } from "./packed-project.ts";
import { expectTraining, ISOLATION_HEADERS, serve, trainInPage } from "./train-in-page.ts";

/** A fresh Vite project with the packed tarballs, `integrations/vite-app`, trains in its page. */
let project: string;
let browser: Browser;

beforeAll(async () => {
  const packages = ["charts", "datasets", "architectures", "onnx", "training"].map(
    (name) => `packages/${name}`,
  );
  project = await packedProject(packages, join(root, "integrations/vite-app"));
  browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGUMENTS] });
}, 300_000);

afterAll(async () => {
  await browser?.close();
  if (project) await rm(project, { recursive: true, force: true });
});

describe("built for production", () => {
  beforeAll(() => npm(["run", "build"], project));

  it("trains with a thread for every core in an isolated page", async () => {
    const lines = await trainInPage(browser, await serve(project, "dist", ISOLATION_HEADERS));
    expectTraining(lines);
    expect(lines.at(-1)).toMatch(/^done on wasm, \d+ threads?$/);
    expect(lines).toHaveLength(3);
  });

  it("trains with one thread anywhere else, and says how to get more", async () => {
    const lines = await trainInPage(browser, await serve(project, "dist", {}));
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
  const lines = await trainInPage(browser, server.resolvedUrls!.local[0]!);
  expectTraining(lines);
  expect(lines.at(-1)).toMatch(/^done on wasm, \d+ threads?$/);
});
