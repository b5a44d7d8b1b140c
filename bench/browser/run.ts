/**
 * The bench in one real Chromium: engines against each other, case by case, in alternation, each measurement in a
 * fresh page and worker. Reported are medians over the rounds and their ratios.
 *
 *     npm run bench:browser -- [--rounds 3] [--steps 30] [--threads 2] [--seconds 20] [--models mnist-cnn,…] [--engines onnx,…]
 */
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "playwright";
import { CHROMIUM_ARGUMENTS, findChromium } from "../../tools/find-chromium.ts";
import { CASES, type Case, median } from "../cases.ts";
import { BROWSER_ENGINES, type BrowserEngine, type MeasureAnswer, type MeasureRequest } from "./engines.ts";
import { servePage } from "./server.ts";
import { type BenchRow, browserTable } from "./table.ts";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    steps: { type: "string", default: "30" },
    threads: { type: "string", default: String(Math.min(availableParallelism(), 2)) },
    seconds: { type: "string", default: "20" },
    models: { type: "string" },
    engines: { type: "string" },
  },
});
const [rounds, steps, threads, seconds] = [
  options.rounds,
  options.steps,
  options.threads,
  options.seconds,
].map(Number) as [number, number, number, number];
const chosen = <T extends string>(all: readonly T[], names: string | undefined): T[] =>
  all.filter((name) => !names || names.split(",").includes(name));
const engines = chosen(Object.keys(BROWSER_ENGINES) as BrowserEngine[], options.engines);
const cases = CASES.filter(({ model }) => !options.models || options.models.split(",").includes(model));

/** Lets webgl and webgpu start without a graphics card, on the software adapter. */
const SOFTWARE_ADAPTER = [
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
];
/** Compiling shaders for a model on the software adapter takes minutes at times: then it is left out. */
const PATIENCE = 4;

async function measure(browser: Browser, url: string, request: MeasureRequest): Promise<MeasureAnswer> {
  const page = await browser.newPage();
  const timeout = PATIENCE * seconds * 1e3;
  try {
    await page.goto(url);
    return await Promise.race([
      page.evaluate((given) => window.measure(given), request),
      new Promise<MeasureAnswer>((resolve) => {
        setTimeout(resolve, timeout, { error: `no result within ${timeout / 1e3} s` }).unref();
      }),
    ]);
  } catch (error) {
    return { error: (error as Error).message.split("\n")[0]! };
  } finally {
    await page.close();
  }
}

const samples = new Map<string, number[]>();
const names = new Map<BrowserEngine, string>();
const refusals = new Map<BrowserEngine, string>();
const keyOf = (engine: BrowserEngine, { model, batchSize }: Case) => `${engine} ${model} ${batchSize}`;

const server = await servePage();
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: [...CHROMIUM_ARGUMENTS.filter((argument) => argument !== "--disable-gpu"), ...SOFTWARE_ADAPTER],
});
const version = browser.version();
try {
  for (let round = 1; round <= rounds; round++) {
    for (const benchCase of cases) {
      for (const engine of engines) {
        const key = keyOf(engine, benchCase);
        if (round > 1 && !samples.has(key)) continue;
        // One step of TensorFlow.js takes up to seconds, and its times hardly vary.
        const count = engine === "onnx" ? Number.MAX_SAFE_INTEGER : Math.min(steps, 6);
        const answer = await measure(browser, server.url, {
          engine,
          benchCase,
          threads,
          steps: count,
          seconds,
        });
        if ("error" in answer) {
          refusals.set(engine, answer.error);
          console.error(`round ${round}: ${key}: ${answer.error}`);
          continue;
        }
        samples.set(key, [...(samples.get(key) ?? []), answer.msPerStep]);
        names.set(engine, answer.engine);
        console.error(`round ${round}: ${key}: ${answer.msPerStep.toFixed(2)} ms a step`);
      }
    }
  }
} finally {
  await browser.close();
  await server.close();
}

const rows: BenchRow[] = cases.map((benchCase) => {
  const measured = engines.flatMap((engine) => {
    const times = samples.get(keyOf(engine, benchCase));
    return times ? [[engine, (benchCase.batchSize / median(times)) * 1e3] as const] : [];
  });
  return { ...benchCase, imagesPerSecond: Object.fromEntries(measured) };
});
const table = browserTable(rows, engines);
const results = {
  date: new Date().toISOString(),
  processor: cpus()[0]?.model,
  cores: availableParallelism(),
  threads,
  chromium: version,
  engines: Object.fromEntries(names),
  refusals: Object.fromEntries(refusals),
  rounds,
  steps,
  rows,
};
const folder = join(import.meta.dirname, "../results");
await mkdir(folder, { recursive: true });
await writeFile(join(folder, "browser.json"), `${JSON.stringify(results, null, 2)}\n`);
await writeFile(join(folder, "browser.md"), `${table}\n`);
console.log(table);
