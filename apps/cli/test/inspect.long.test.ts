import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decode, encode } from "fast-png";
import { beforeAll, describe, expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

let cwd: string;

/** A bright square on the left or on the right, in grey that differs from picture to picture. */
const picture = (left: boolean, i: number) =>
  encode({
    width: 12,
    height: 12,
    channels: 1,
    data: Uint8Array.from({ length: 144 }, (_, at) => {
      const [x, y] = [at % 12, Math.floor(at / 12)];
      return x >= (left ? 1 : 7) && x < (left ? 5 : 11) && y > 3 && y < 8 ? 250 : 10 + (i % 40);
    }),
  });

beforeAll(async () => {
  cwd = temporaryFolder();
  for (const name of ["left", "right"]) {
    mkdirSync(join(cwd, "photos", name), { recursive: true });
    for (let i = 0; i < 20; i++) {
      writeFileSync(join(cwd, "photos", name, `${i}.png`), picture(name === "left", i));
    }
  }
  const args = "--arch mnist-cnn --image-size 12 --epochs 4 --batch-size 8 --out run".split(" ");
  const { code, stderr } = await imgcls(["train", "--dataset", "folder:photos", ...args], { cwd });
  expect(code, stderr).toBe(0);
}, 60_000);

describe("inspect", () => {
  it("writes a page, and pictures of the class, feature maps and filters", async () => {
    const args = ["inspect", "run", "photos/left/3.png", "photos/right/3.png", "--out", "seen", "--json"];
    const { code, stdout, stderr } = await imgcls([...args, "--method", "all"], { cwd });
    expect(code, stderr).toBe(0);
    const [left, right, result] = jsonLines(stdout);
    expect([left!.class, right!.class]).toEqual(["left", "right"]);
    expect((left!.explained as unknown[]).length).toBe(7);
    expect(result).toMatchObject({ event: "result", page: "seen/index.html", files: 2 });
    const layers = left!.layers as string[];
    expect(layers[0]).toMatch(/\/linear$/);
    const pictures = [...(left!.pictures as string[]), ...(right!.pictures as string[])];
    expect(new Set(pictures).size).toBe(2 * (1 + layers.length));
    for (const path of [...pictures, "seen/filters.png"]) {
      expect(decode(readFileSync(join(cwd, path))).width).toBeGreaterThan(100);
    }
    const page = readFileSync(join(cwd, "seen/index.html"), "utf8");
    expect(page.match(/<svg /g)).toHaveLength(1 + pictures.length);
    expect(page).not.toMatch(/(src|href)="http/);
  });

  it("explains the class and layers that are asked for", async () => {
    const asked = ["--class", "right", "--method", "layercam", "--layer", "conv2d"];
    const { code, stdout, stderr } = await imgcls(
      ["inspect", "run", "photos/left/1.png", "--json", ...asked, "--layer", "conv2d/linear"],
      { cwd },
    );
    expect(code, stderr).toBe(0);
    expect(jsonLines(stdout)[0]!.explained).toEqual([
      { method: "layercam", layer: "conv2d", class: "right" },
      { method: "layercam", layer: "conv2d/linear", class: "right" },
    ]);
    expect(readdirSync(join(cwd, "inspected")).sort()).toEqual([
      "1-conv2d-linear.png",
      "1-conv2d.png",
      "1-explained.png",
      "filters.png",
      "index.html",
    ]);
  });

  it.each([
    [
      ["--layer", "conv2", "--layer", "flatten"],
      /unknown layer "conv2".*Did you mean "conv2d.*; layer "flatten" puts out \[800\], no feature maps/,
    ],
    [["--class", "lft"], /unknown class "lft". Did you mean "left"\?/],
    [["--method", "gradcam"], /--method: unknown method "gradcam". Did you mean "grad-cam"\?/],
    [["--weights", "x"], /--weights needs --base/],
    [["--drawing", "--base", "efficientnet-lite0"], /--drawing is for runs: leave it out with --base/],
  ])("refuses %j", async (options, message) => {
    const { code, stderr } = await imgcls(["inspect", "run", "photos/left/1.png", ...options], { cwd });
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it("names a file that is no image, and goes on", async () => {
    writeFileSync(join(cwd, "notes.png"), "no picture");
    const { code, stdout, stderr } = await imgcls(
      ["inspect", "run", "notes.png", "photos/left/1.png", "--out", "two"],
      { cwd },
    );
    expect(stderr).toMatch(/Cannot decode the image notes.png/);
    expect(stdout).toMatch(/^1 file inspected: two\/index.html/);
    expect(code).toBe(1);
  });
});
