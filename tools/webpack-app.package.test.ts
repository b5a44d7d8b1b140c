import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CHROMIUM_ARGUMENTS, findChromium } from "./find-chromium.ts";
import { npm, packedProject, root } from "./packed-project.ts";
import { expectTraining, ISOLATION_HEADERS, serve, trainInPage } from "./train-in-page.ts";

/** A fresh webpack project with the packed tarballs, `integrations/webpack-app`, trains in its page. */
let project: string;
let browser: Browser;

beforeAll(async () => {
  const packages = ["charts", "datasets", "architectures", "onnx", "training"].map(
    (name) => `packages/${name}`,
  );
  project = await packedProject(packages, join(root, "integrations/webpack-app"));
  await npm(["run", "build"], project);
  browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGUMENTS] });
}, 300_000);

afterAll(async () => {
  await browser?.close();
  if (project) await rm(project, { recursive: true, force: true });
});

it("trains with a thread for every core in an isolated page", async () => {
  const lines = await trainInPage(browser, await serve(project, "public", ISOLATION_HEADERS));
  expectTraining(lines);
  expect(lines.at(-1)).toMatch(/^done on wasm, \d+ threads?$/);
  expect(lines).toHaveLength(3);
});
