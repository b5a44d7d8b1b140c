import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { random } from "@imgcls/datasets";
import { encode } from "fast-png";
import { beforeAll, describe, expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

let cwd: string;

/** Noise around a level, 12×12. */
function picture(level: number, index: number): Uint8Array {
  const draw = random(0, "picture", index);
  const data = Uint8Array.from({ length: 12 * 12 * 3 }, () => level + draw.integer(60));
  return encode({ width: 12, height: 12, channels: 3, data });
}

/** Images of two levels, of which `swapped` are in the other's folder. */
function writePart(part: string, count: number, swapped: number): void {
  for (const [c, name] of ["dark", "light"].entries()) {
    for (let i = 0; i < count; i++) {
      const level = 20 + 150 * (i < swapped ? 1 - c : c);
      write(`${part}/${name}/${i}.png`, picture(level, count * c + i));
    }
  }
}

function write(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), content);
}

const run = async (args: string) => {
  const { code, stdout, stderr } = await imgcls([...args.split(" "), "--json"], { cwd });
  expect(code, stderr).toBe(0);
  const events = jsonLines(stdout);
  return { events, result: events.at(-1)!, stderr };
};

const cardOf = (out: string) => JSON.parse(readFileSync(join(cwd, out, "imgcls.json"), "utf8"));

/**
 * Makes a run of now one of the first version, which had neither digests nor the card in its checkpoint nor a whole recipe.
 */
function asOfVersion1(run: string, change: (card: ReturnType<typeof cardOf>) => unknown): void {
  const { files, sha256, recipe, ...card } = cardOf(run);
  const { name, optimizer, loss, batchSize, epochs, data } = recipe;
  const { imageSize, fit, onBadImage } = data;
  const earlier = {
    ...card,
    recipe: { name, optimizer, loss, batchSize, epochs, augment: data.augment },
    dataset: { ...card.dataset, ...(imageSize && { images: { fit, onBadImage } }) },
  };
  change(earlier);
  writeFileSync(join(cwd, run, "imgcls.json"), JSON.stringify({ ...earlier, schemaVersion: 1 }));
  const file = join(cwd, run, "checkpoint/checkpoint.json");
  const { card: _, sha256: __, ...checkpoint } = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...checkpoint, schemaVersion: 1 }));
}
const TRAIN = "--arch mlp --image-size 8 --batch-size 8";

beforeAll(() => {
  cwd = temporaryFolder();
  writePart("photos/training_set", 20, 0);
  // Half of what it is validated on is wrong, so the two parts cannot be taken for each other.
  writePart("photos/valid", 8, 4);
  writePart("photos/test_set", 6, 0);
  write("photos/single_prediction/1.png", picture(20, 1));
  for (let i = 0; i < 3; i++) write(`photos/training_set/dark/${i}.xyz`, "another format");
  write("photos/README", "about");
});

describe("a folder with parts", () => {
  it("says what it is made of and what is left out", async () => {
    const { result } = await run("datasets info folder:photos");
    expect(result).toMatchObject({
      classNames: ["dark", "light"],
      train: { images: 40 },
      validation: { images: 16 },
      test: { images: 12 },
      leftOut: { ".xyz": 3, "": 1 },
      withoutClass: 1,
    });
    const { stdout } = await imgcls(["datasets", "info", "folder:photos"], { cwd });
    expect(stdout).toMatch(/left out +3 \.xyz, 1 without extension, 1 image in no folder of a class\n/);
  });

  it("is validated on its validation images and tested on its test images at the end", async () => {
    const { events, result, stderr } = await run(
      `train --dataset folder:photos ${TRAIN} --epochs 12 --out run`,
    );
    expect(events).toContainEqual({
      event: "leftOut",
      id: "folder:photos",
      leftOut: { ".xyz": 3, "": 1 },
      withoutClass: 1,
    });
    expect(stderr).toMatch(/folder:photos: left out 3 \.xyz/);
    expect(stderr).toMatch(/40 training, 16 validation and 12 test images/);
    expect(result).toMatchObject({ validatedOn: "validation", test: { accuracy: 1 } });
    const history = result.history as { val_accuracy: number; val_loss: number }[];
    expect(history.at(-1)!.val_accuracy).toBe(0.5);
    const { val_loss: loss, val_accuracy: accuracy } = history.at(-1)!;
    expect(cardOf("run")).toMatchObject({
      validatedOn: "validation",
      dataset: { sizes: { train: 40, validation: 16, test: 12 } },
      metrics: { validation: { loss, accuracy }, test: result.test },
    });
    const evaluated = await run("evaluate run");
    expect(evaluated.result).toMatchObject(result.test as object);
    expect(evaluated.stderr).not.toMatch(/are not those/);
    expect(readFileSync(join(cwd, "run/report.html"), "utf8")).toMatch(/>validation<\/text>/);
  });

  it("goes on with the images that the run was begun with: those of earlier versions looked at the test images", async () => {
    await run(`train --dataset folder:photos ${TRAIN} --epochs 1 --out earlier`);
    expect(cardOf("earlier").validatedOn).toBe("validation");
    asOfVersion1("earlier", (card) => delete card.validatedOn);
    const { result } = await run("train --resume --epochs 12 --out earlier");
    const history = result.history as { val_accuracy: number }[];
    expect(history.at(-1)!.val_accuracy).toBe(1);
    expect(result.validatedOn).toBe("test");
    await run("evaluate earlier");
    const page = readFileSync(join(cwd, "earlier/report.html"), "utf8");
    expect(page).toMatch(/>test<\/text>/);
    expect(page).toContain("measured on the test images after each epoch");
  });
});

describe("--limit", () => {
  it("uses each class by its share, says so, and knows the images again", async () => {
    const limited = `train --dataset synthetic-digits --arch mlp --epochs 1 --limit 100 --out limited`;
    const { stderr } = await run(limited);
    expect(stderr).toContain("Limited to 100 of 5,400 training images, each class by its share.");
    expect(cardOf("limited")).toMatchObject({
      validatedOn: "validation",
      recipe: { data: { limit: 100, validation: 0.1 } },
      dataset: { sizes: { train: 100, validation: 600, test: 1000 } },
    });
    const evaluated = await run("evaluate limited");
    expect(evaluated.stderr).not.toMatch(/are not those/);
    expect((await run("train --resume --epochs 2 --out limited")).result).toMatchObject({ epochs: 2 });
  });

  it("is of the first images in a run of an earlier version", async () => {
    cpSync(join(cwd, "limited"), join(cwd, "first"), { recursive: true });
    asOfVersion1("first", (card) => delete card.validatedOn);
    // Its fingerprint is that of other images.
    const { stderr } = await run("evaluate first");
    expect(stderr).toMatch(/are not those that the model was trained with/);
  });
});
