import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { random } from "@imgcls/datasets";
import { encode } from "fast-png";
import { zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

let cwd: string;
const CLASSES = ["dark 2", "light 10"];

/** Noise around one of two levels, of any size. */
function picture(level: number, index: number): Uint8Array {
  const draw = random(0, "picture", index);
  const [width, height] = [20 + draw.integer(20), 20 + draw.integer(20)];
  const data = Uint8Array.from({ length: width * height * 3 }, () => level + draw.integer(60));
  return encode({ width, height, channels: 3, data });
}

const files = new Map(
  CLASSES.flatMap((name, c) =>
    Array.from({ length: 40 }, (_, i) => [`${name}/${i}.png`, picture(20 + 150 * c, 40 * c + i)] as const),
  ),
);

const json = async (args: readonly string[]): Promise<Record<string, unknown>> => {
  const { code, stdout, stderr } = await imgcls([...args, "--json"], { cwd });
  expect(code, stderr).toBe(0);
  return jsonLines(stdout).at(-1)!;
};

beforeAll(() => {
  cwd = temporaryFolder();
  for (const name of CLASSES) mkdirSync(join(cwd, "photos", name), { recursive: true });
  for (const [path, bytes] of files) writeFileSync(join(cwd, "photos", path), bytes);
  writeFileSync(join(cwd, "photos.zip"), zipSync(Object.fromEntries(files)));
});

describe("images of one's own", () => {
  it("are listed by class and part", async () => {
    const { code, stdout } = await imgcls(["datasets", "info", "folder:photos"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /train +64 images\ntest +16 images\nclasses +2\n\nclass +train +test\ndark 2 +32 +8\nlight 10 +32 +8/,
    );
    expect(await json(["datasets", "info", "zip:photos.zip"])).toMatchObject({
      id: "zip:photos.zip",
      classNames: CLASSES,
      test: { images: 16, classCounts: [8, 8] },
    });
  });

  it("are shown in a grid", async () => {
    const result = await json(["datasets", "preview", "folder:photos", "--out", "grid.png", "--count", "6"]);
    expect(result).toMatchObject({ images: 6 });
    expect(readFileSync(join(cwd, "grid.png")).subarray(1, 4).toString()).toBe("PNG");
  });

  it.each(["folder:photos", "zip:photos.zip"])("train, test and classify: %s", async (id) => {
    const out = id.slice(0, 3);
    const args = `train --dataset ${id} --arch mlp --image-size 16 --epochs 8 --out ${out}`;
    const { test } = (await json(args.split(" "))) as { test: { accuracy: number } };
    expect(test.accuracy).toBe(1);
    const card = JSON.parse(readFileSync(join(cwd, out, "imgcls.json"), "utf8"));
    expect(card).toMatchObject({
      classNames: CLASSES,
      dataset: {
        id,
        sizes: { train: 58, validation: 6, test: 16 },
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect(card.inputShape.slice(0, 2)).toEqual([16, 16]);
    // Suited to 58 images, but for the epochs that were chosen; grey images are not flipped.
    expect(card.recipe).toMatchObject({
      batchSize: 8,
      epochs: 8,
      data: { augment: [{ type: "RandomCrop" }] },
    });
    const evaluated = await imgcls(["evaluate", out, "--json"], { cwd });
    expect(evaluated.stderr).not.toMatch(/are not those that the model was trained with/);
    expect(jsonLines(evaluated.stdout).at(-1)).toMatchObject({ accuracy: 1 });
    expect(readFileSync(join(cwd, out, "report.html"), "utf8")).toContain("data:image/png;base64,");
    const predicted = await json(["predict", out, "photos/light 10/3.png"]);
    expect(predicted.predictions).toMatchObject([{ class: "light 10" }, { class: "dark 2" }]);
  });

  it("that a training learns nothing from are said to", async () => {
    const args =
      "train --dataset folder:photos --arch mlp --image-size 16 --epochs 2 --out nothing --lr 1e-9".split(
        " ",
      );
    const { code, stderr } = await imgcls([...args, "--optimizer", "sgd", "--augment", ""], { cwd });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(
      "batches of 8 (8 steps an epoch), learning rate 1e-9, 2 epochs, no augmentation.",
    );
    expect(stderr).toMatch(
      /imgcls: the (training diverged|model has learned nothing).*smaller learning rate \(--lr 1e-10\)/,
    );
  });

  it("may move: --data-dir says where they are now", async () => {
    renameSync(join(cwd, "photos"), join(cwd, "moved"));
    const missing = await imgcls(["evaluate", "fol"], { cwd });
    expect(missing.code).toBe(1);
    expect(missing.stderr).toMatch(/the images of folder:photos are not where they were.*--data-dir DIR$/m);
    expect(await json(["evaluate", "fol", "--data-dir", "moved"])).toMatchObject({ accuracy: 1 });
  });

  it("name every one that does not decode", async () => {
    writeFileSync(join(cwd, "moved", CLASSES[0]!, "99.png"), "no picture");
    const args = "train --dataset folder:moved --arch mlp --epochs 1 --out broken".split(" ");
    const { code, stderr } = await imgcls(args, { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /1 image does not decode: dark 2\/99\.png: the content is of no image format.*--on-bad-image skip/,
    );
  });

  it.each([
    ["--dataset folder: --arch mlp", /unknown data set "folder:".*folder:PATH, zip:FILE/],
    ["--dataset mnist --arch mlp --image-size 32", /--image-size is for images of your own/],
    ["--dataset folder:x --arch mlp --image-size 3by4", /expected a size such as 64 or 48x64/],
  ])("refuse %s", async (args, message) => {
    const { code, stderr } = await imgcls(["train", ...args.split(" ")], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
