import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Installer } from "./plain-install.ts";

/** The other package managers and Nodes are in plain-install.slow.test.ts. */
let installer: Installer;

beforeAll(async () => {
  installer = await Installer.create();
}, 300_000);

afterAll(() => installer?.close());

it("npm installs the command line from a registry only, and it trains at native speed", async () => {
  const modules = execFileSync("npm", ["root", "--global"], { encoding: "utf8" }).trim();
  const { output, refused, result } = await installer.install("npm", {
    install: [join(modules, "npm/bin/npm-cli.js"), "install", "@imgcls/cli"],
    imgcls: ["node_modules/.bin/imgcls"],
  });
  expect(output).not.toMatch(/warn/i);
  expect(refused).toEqual([]);
  expect(result.engine).toMatchObject({ name: "onnx", device: expect.stringMatching(/^cpu, /) });
});
