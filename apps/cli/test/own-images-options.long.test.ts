import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "fast-png";
import { beforeAll, describe, expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

let cwd: string;
let cache: string;
const CLASSES = ["dark", "light"];
const BAD = "dark/99.png";
const REASON = "the content is of no image format that is known";

/** One level, with a third in the middle that may have another. */
function picture(width: number, height: number, level: number, middle = level): Uint8Array {
  const isMiddle = (x: number) => 3 * x >= width && 3 * x < 2 * width;
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) =>
    isMiddle(Math.floor(i / 3) % width) ? middle : level,
  );
  return encode({ width, height, channels: 3, data });
}

const run = (args: string) => imgcls(args.split(" "), { cwd });

beforeAll(async () => {
  cwd = temporaryFolder();
  cache = temporaryFolder();
  process.env.IMGCLS_CACHE_DIR = cache;
  CLASSES.forEach((name, c) => {
    mkdirSync(join(cwd, "photos", name), { recursive: true });
    for (let i = 0; i < 20; i++)
      writeFileSync(join(cwd, "photos", name, `${i}.png`), picture(20, 20, 20 + 190 * c + i));
  });
  writeFileSync(join(cwd, "photos", BAD), "no picture");
  writeFileSync(join(cwd, "wide.png"), picture(60, 20, 220, 30));
});

const cacheFiles = () => readdirSync(cache, { recursive: true }).filter((path) => /pixels$/.test(`${path}`));

describe("--fit, --on-bad-image and --decoded-cache", () => {
  it("of a training", async () => {
    const { code, stdout, stderr } = await run(
      "train --dataset folder:photos --arch mlp --image-size 16 --epochs 12 --lr 0.01 --batch-size 8 --out run --json " +
        "--fit cover --on-bad-image skip --decoded-cache",
    );
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`folder:photos: 1 image does not decode and is left out:\n  ${BAD}: ${REASON}`);
    expect(stderr).toContain("Next: imgcls evaluate run --decoded-cache");
    const lines = jsonLines(stdout);
    expect(lines[0]).toMatchObject({
      event: "skipped",
      images: [{ path: BAD, reason: expect.stringContaining(REASON) }],
    });
    expect(lines.at(-1)).toMatchObject({ test: { accuracy: 1 } });
    const card = JSON.parse(readFileSync(join(cwd, "run", "imgcls.json"), "utf8"));
    expect(card.dataset).toMatchObject({
      sizes: { train: 29, validation: 3, test: 8 },
    });
    expect(card.recipe.data).toMatchObject({ fit: "cover", onBadImage: "skip" });
    expect(cacheFiles()).toHaveLength(1);
  });

  it("hold for its evaluation", async () => {
    const { code, stdout, stderr } = await run("evaluate run --decoded-cache --json");
    expect(code, stderr).toBe(0);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ accuracy: 1 });
    expect(stderr).toContain(`  ${BAD}: ${REASON}`);
    expect(stderr).not.toContain("are not those that the model was trained with");
    expect(cacheFiles(), "the same images, cut in the same way").toHaveLength(1);
  });

  it("hold for its predictions: the middle decides", async () => {
    const { stdout } = await run("predict run wide.png --json");
    expect(jsonLines(stdout)[0]).toMatchObject({ predictions: [{ class: "dark" }, { class: "light" }] });
  });

  it("cannot change when it goes on", async () => {
    const { code, stderr } = await run("train --resume --out run --fit contain --on-bad-image error");
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /--fit contain: the run to resume was started with cover; .*--on-bad-image error: the run/,
    );
  });

  it("of info and preview", async () => {
    const info = await run("datasets info folder:photos --on-bad-image skip");
    expect(info.stdout).toMatch(/dark +16 +4\nlight +16 +4/);
    expect(info.stderr).toContain(`  ${BAD}: ${REASON}`);
    const args = "datasets preview folder:photos --out grid.html --fit contain --on-bad-image skip";
    expect(await run(args)).toMatchObject({ code: 0, stderr: expect.stringContaining(`  ${BAD}`) });
  });

  it.each([
    [
      "train --dataset folder:photos --arch mlp --fit covr --on-bad-image ignore --epochs 0",
      /--fit: unknown way to fit "covr"\. Did you mean "cover"\? Known: fill, cover, contain; --on-bad-image: unknown reaction "ignore"\. Known: error, skip; --epochs/,
    ],
    [
      "train --recipe mnist-cnn --fit cover --on-bad-image skip --decoded-cache",
      /--fit, --on-bad-image, --decoded-cache are for images of your own \(folder:PATH, zip:FILE\)/,
    ],
    ["datasets info mnist --on-bad-image skip", /--on-bad-image is for images of your own/],
  ])("are checked: %s", async (args, message) => {
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
