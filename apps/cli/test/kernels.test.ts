import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decode, encode } from "fast-png";
import { expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

it("draws kernels, steps and numbers of a picture of any size, and a page with them", async () => {
  const cwd = temporaryFolder();
  const data = Uint8Array.from({ length: 30 * 20 * 3 }, (_, i) => (i * 91) % 256);
  writeFileSync(join(cwd, "my photo.png"), encode({ width: 30, height: 20, channels: 3, data }));
  const { code, stdout, stderr } = await imgcls(
    ["kernels", "my photo.png", "--kernel", "sharpen", "--out", "seen", "--json"],
    { cwd },
  );
  expect(code, stderr).toBe(0);
  const [result] = jsonLines(stdout);
  expect(result).toMatchObject({ event: "result", page: "seen/index.html" });
  for (const path of result!.pictures as string[]) {
    expect(decode(readFileSync(join(cwd, path))).width).toBeGreaterThan(400);
  }
  const page = readFileSync(join(cwd, "seen/index.html"), "utf8");
  expect(page.match(/<svg /g)).toHaveLength(4);
  expect(page).toContain("Convolution with “sharpen”, relu, pooling");
});

it("refuses an unknown kernel, and a file that is no image", async () => {
  const unknown = await imgcls(["kernels", "x.png", "--kernel", "sharpn"]);
  expect(unknown.stderr).toMatch(/unknown kernel "sharpn". Did you mean "sharpen"\?/);
  expect(unknown.code).toBe(2);
  const missing = await imgcls(["kernels", "x.png"]);
  expect(missing.stderr).toMatch(/^imgcls: .*x\.png/);
  expect(missing.code).toBe(1);
});
