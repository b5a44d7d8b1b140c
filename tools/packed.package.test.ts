import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { npm, packedProject, root, rootFile, run } from "./packed-project.ts";
import { asCommonJs, firstSnippet } from "./readme-snippet.ts";
import { ofOthers, typeProblems } from "./type-problems.ts";

/**
 * What a user gets: the packed tarballs in an empty folder outside the repository. The first snippet of each
 * README runs there, by `import` and by `require`, the types hold without `skipLibCheck`, Jest's tests train, and the command line answers.
 */
const packages = [
  "charts",
  "datasets",
  "architectures",
  "onnx",
  "training",
  "evaluation",
  "transfer",
  "runs",
];

let consumer: string;

beforeAll(async () => {
  const folders = [...packages, "onnxruntime"].map((name) => `packages/${name}`);
  consumer = await packedProject([...folders, "apps/cli"], join(root, "integrations/every-package"));
}, 300_000);

afterAll(() => rm(consumer, { recursive: true, force: true }));

describe.each(packages)("@imgcls/%s", (name) => {
  it("has a manifest without mistakes", async () => {
    const { messages, pkg } = await publint({ pkgDir: join(root, "packages", name), strict: true });
    const ofUsers = messages.filter(({ path }) => !path.includes("imgcls-source"));
    expect(ofUsers.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it.each(["mjs", "cjs"])("runs the first snippet of its README as .%s", async (extension) => {
    const snippet = firstSnippet(await rootFile("packages", name, "README.md"));
    const file = join(consumer, `${name}.${extension}`);
    await writeFile(file, extension === "cjs" ? asCommonJs(snippet) : snippet);
    const { stdout } = await run(process.execPath, [file], { cwd: consumer });
    expect(stdout.trim(), "the snippet prints something").not.toBe("");
  });
});

it.each([...packages, "cli"])("the source maps of @imgcls/%s carry their sources", async (name) => {
  const folder = join(consumer, "node_modules/@imgcls", name);
  const maps = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".map"));
  expect(maps).not.toEqual([]);
  for (const file of maps) {
    const { sources, sourcesContent = [] } = JSON.parse(await readFile(join(folder, file), "utf8"));
    const carried = sources.filter((_: string, i: number) => typeof sourcesContent[i] === "string");
    expect(carried, file).toEqual(sources);
  }
});

describe.each([5, 7] as const)("in TypeScript %s", (version) => {
  it.each(["nodenext", "bundler"] as const)("with %s every package has types", async (resolution) => {
    const problems = await typeProblems(consumer, "types.ts", version, resolution);
    expect(problems.filter((problem) => !ofOthers(problem))).toEqual([]);
    expect(await typeProblems(consumer, "types-without-tensorflow.ts", version, resolution)).toEqual([]);
  });
});

it("trains in Jest, in an ES module and in CommonJS, with Node's option and nothing else", async () => {
  const { stderr } = await npm(["run", "jest"], consumer, { NODE_OPTIONS: "--experimental-vm-modules" });
  expect(stderr).toMatch(/^Tests: +2 passed, 2 total$/m);
});

it("the command line answers from the installed package", async () => {
  const { stdout } = await run(join(consumer, "node_modules/.bin/imgcls"), ["--help"], { cwd: consumer });
  expect(stdout).toContain("imgcls train");
});
