import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { npm, root } from "./packed-project.ts";
import { Installer } from "./plain-install.ts";

/** Every package manager, on every Node that it is used with, each of them from the registry. */
let installer: Installer;
let tools: string;

beforeAll(async () => {
  tools = await mkdtemp(join(tmpdir(), "imgcls-tools-"));
  await writeFile(join(tools, "package.json"), '{ "private": true }');
  await npm(["run", "build", "--silent"], root);
  installer = await Installer.create();
}, 600_000);

afterAll(async () => {
  await installer?.close();
  await rm(tools, { recursive: true, force: true });
});

const BIN = ["node_modules/.bin/imgcls"];
const NPM = { file: "bin/npm-cli.js", install: ["install", "@imgcls/cli"], imgcls: () => BIN };
const YARN = {
  install: ["add", "@imgcls/cli"],
  imgcls: (yarn: string) => [yarn, "run", "imgcls"],
};

const MANAGERS = {
  "npm@10": NPM,
  "npm@11": NPM,
  "npm@12": NPM,
  "pnpm@12": {
    file: "bin/pnpm.mjs",
    install: ["add", "@imgcls/cli"],
    imgcls: () => ["node_modules/@imgcls/cli/bin/imgcls.js"],
  },
  "yarn@1": {
    file: "bin/yarn.js",
    install: [...YARN.install, "--network-timeout", "300000"],
    imgcls: () => BIN,
  },
  // From packages that stay zipped.
  "@yarnpkg/cli-dist@4": { file: "bin/yarn.js", ...YARN },
};

/** Yarn of its own loader, and Yarn 1 of two names that it does not know in the manifest of a package. */
const OF_OTHERS = /Done with warnings|@zip\.js\/zip\.js.*The engine/;

it.each([
  ["npm@10", "20.19"],
  ["npm@11", "24"],
  ["npm@12", "24"],
  ["npm@12", "26"],
  ["pnpm@12", "24"],
  ["yarn@1", "20.19"],
  ["@yarnpkg/cli-dist@4", "24"],
] as const)(
  "%s on Node %s installs the command line, which trains at native speed",
  async (manager, version) => {
    const node = `node-${platform()}-${arch()}`;
    await npm(["install", "--no-save", `${node}@${version}`, manager], tools);
    const { file, install, imgcls } = MANAGERS[manager];
    const program = join(tools, "node_modules", manager.slice(0, manager.lastIndexOf("@")), file);
    const { output, refused, result } = await installer.install(`${manager.replace(/\W/g, "-")}-${version}`, {
      node: join(tools, "node_modules", node, "bin/node"),
      install: [program, ...install],
      imgcls: imgcls(program),
    });
    expect(output.split("\n").filter((line) => /warn/i.test(line) && !OF_OTHERS.test(line))).toEqual([]);
    expect(refused).toEqual([]);
    expect(result.engine).toMatchObject({ name: "onnx", device: expect.stringMatching(/^cpu, /) });
  },
);
