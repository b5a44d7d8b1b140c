import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium } from "playwright";
import { build, createServer, preview } from "vite";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { CHROMIUM_ARGUMENTS, findChromium } from "./find-chromium.ts";
import { packedProject, root, run } from "./packed-project.ts";
import { asCommonJs } from "./readme-snippet.ts";

/**
 * A fresh project with nothing but the packed @imgcls/datasets and what it needs, `integrations/cifar-batches`, makes batches of
 * CIFAR-10 from files in the published form: in Node as a module and with `require`, and in a page of Vite's.
 */
let project: string;
let browser: Browser;

const RECORDS_A_FILE = 20;
const FILES = [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`);

/** Records of a label and 1024 red, green and blue levels. */
const records = (): Uint8Array =>
  Uint8Array.from({ length: RECORDS_A_FILE * 3073 }, (_, i) =>
    Math.floor(Math.random() * (i % 3073 === 0 ? 10 : 256)),
  );

/** Of the levels of all files. */
let expectedSum = 0;

beforeAll(async () => {
  project = await packedProject(
    ["packages/charts", "packages/datasets"],
    join(root, "integrations/cifar-batches"),
  );
  await mkdir(join(project, "public"));
  for (const name of FILES) {
    const bytes = records();
    await writeFile(join(project, "public", name), bytes);
    expectedSum += bytes.reduce((sum, level, i) => (i % 3073 === 0 ? sum : sum + level), 0);
  }
  browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGUMENTS] });
}, 300_000);

afterAll(async () => {
  await browser?.close();
  if (project) await rm(project, { recursive: true, force: true });
});

/** The lines `size class sum`, one a batch; flipping an image does not change its sum. */
function expectAllImages(text: string): void {
  const rows = text
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
  expect(rows.map(([size]) => Number(size))).toEqual([32, 32, 32, 4]);
  expect(rows.reduce((total, [, , sum]) => total + Number(sum), 0)).toBe(expectedSum);
}

async function inNode(file: string): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, [join(project, file)], { cwd: project });
  expect(stderr).toBe("");
  return stdout;
}

async function inPage(url: string): Promise<string> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(url);
  const isOver = async () => problems.length > 0 || (await page.title()) === "done";
  await expect.poll(isOver, { timeout: 60_000 }).toBe(true);
  expect(problems).toEqual([]);
  return page.locator("pre").innerText();
}

it("installs nothing else of the repository but what draws its pictures", async () => {
  const { dependencies } = JSON.parse(await readFile(join(project, "package.json"), "utf8"));
  expect(Object.keys(dependencies)).toEqual(["@imgcls/charts", "@imgcls/datasets"]);
});

it("gives the same batches in Node, by import and by require", async () => {
  const lines = await inNode("batches.mjs");
  expectAllImages(lines);
  const program = await readFile(join(project, "batches.mjs"), "utf8");
  await writeFile(join(project, "batches.cjs"), asCommonJs(program));
  expect(await inNode("batches.cjs")).toBe(lines);
});

it("gives the same batches in a page, in development and built", async () => {
  const lines = await inNode("batches.mjs");
  const options = { root: project, configFile: false, logLevel: "error" } as const;
  const development = await createServer({ ...options, server: { host: "127.0.0.1", port: 0 } });
  onTestFinished(() => development.close());
  await development.listen();
  expect((await inPage(development.resolvedUrls!.local[0]!)).trim()).toBe(lines.trim());

  await build({ ...options, build: { target: "es2022" } });
  const built = await preview({ ...options, preview: { host: "127.0.0.1", port: 0 } });
  onTestFinished(() => built.close());
  expect((await inPage(built.resolvedUrls!.local[0]!)).trim()).toBe(lines.trim());
});
