import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asCommonJs, firstSnippet } from "./readme-snippet.ts";

/**
 * What a user gets: the packed tarballs in an empty folder outside the repository. The first snippet of each
 * README runs there, by `import` and by `require`, and the command line answers.
 */
const run = promisify(execFile);
const root = resolve(import.meta.dirname, "..");
const packages = ["datasets", "architectures", "onnx", "training", "evaluation"];
const folders = [...packages.map((name) => `packages/${name}`), "apps/cli"];

/** Variables of the npm that runs this test would make the inner npm act on the repository. */
const cleanEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith("npm_")),
);

let consumer: string;

beforeAll(async () => {
  consumer = await mkdtemp(join(tmpdir(), "imgcls-consumer-"));
  const workspaces = folders.flatMap((folder) => ["--workspace", folder]);
  await run("npm", ["pack", ...workspaces, "--pack-destination", consumer], {
    cwd: root,
    env: cleanEnvironment,
  });
  const tarballs = (await readdir(consumer)).filter((name) => name.endsWith(".tgz"));
  expect(tarballs).toHaveLength(folders.length);
  await writeFile(join(consumer, "package.json"), '{ "name": "consumer", "private": true }');
  await run(
    "npm",
    [
      "install",
      "--ignore-scripts",
      "--prefer-offline",
      "--no-audit",
      "--no-fund",
      ...tarballs.map((name) => `./${name}`),
    ],
    { cwd: consumer, env: cleanEnvironment },
  );
}, 300_000);

afterAll(() => rm(consumer, { recursive: true, force: true }));

describe.each(packages)("@imgcls/%s", (name) => {
  it("has a manifest without mistakes", async () => {
    const { messages, pkg } = await publint({ pkgDir: join(root, "packages", name), strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it.each(["mjs", "cjs"])("runs the first snippet of its README as .%s", async (extension) => {
    const snippet = firstSnippet(await readFile(join(root, "packages", name, "README.md"), "utf8"));
    const file = join(consumer, `${name}.${extension}`);
    await writeFile(file, extension === "cjs" ? asCommonJs(snippet) : snippet);
    const { stdout } = await run(process.execPath, [file], { cwd: consumer });
    expect(stdout.trim(), "the snippet prints something").not.toBe("");
  });
});

it("the command line answers from the installed package", async () => {
  const { stdout } = await run(join(consumer, "node_modules/.bin/imgcls"), ["--help"], { cwd: consumer });
  expect(stdout).toContain("imgcls train");
});
