import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { random } from "@imgcls/datasets";
import { encode } from "fast-png";
import { beforeAll, expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

let cwd: string;

/** Noise around a level; no two are alike. */
function picture(level: number, seed: number, width = 40, height = 40): Uint8Array {
  const draw = random(0, "picture", seed);
  const data = Uint8Array.from({ length: width * height * 3 }, () => level + draw.integer(60));
  return encode({ width, height, channels: 3, data });
}

const photo = (path: string) => join(cwd, "photos", path);

beforeAll(() => {
  cwd = temporaryFolder();
  let seed = 0;
  for (const [part, count] of [
    ["train", 12],
    ["test", 4],
  ] as const) {
    for (const [name, level] of [
      ["dark", 30],
      ["light", 170],
    ] as const) {
      mkdirSync(photo(`${part}/${name}`), { recursive: true });
      for (let i = 0; i < count; i++)
        writeFileSync(photo(`${part}/${name}/${i}.png`), picture(level, seed++));
    }
  }
  copyFileSync(photo("train/dark/0.png"), photo("train/light/copy.png"));
  copyFileSync(photo("test/dark/0.png"), photo("train/dark/leak.png"));
  const blank = new Uint8Array(40 * 40).fill(90);
  writeFileSync(photo("train/dark/blank.png"), encode({ width: 40, height: 40, channels: 1, data: blank }));
  writeFileSync(photo("train/light/tiny.png"), picture(170, seed++, 9, 9));
  writeFileSync(photo("train/light/long.png"), picture(170, seed++, 120, 20));
});

it("what the doctor finds is left out by a training, and what is no fault stays", async () => {
  const { code, stdout, stderr } = await imgcls(["doctor", "folder:photos", "--out", "checkup", "--json"], {
    cwd,
  });
  expect(code, stderr).toBe(0);
  const result = jsonLines(stdout).at(-1)!;
  const counts = Object.entries(result.counts as Record<string, number>).filter(([, count]) => count > 0);
  expect(Object.fromEntries(counts)).toEqual({
    twoClasses: 1,
    twoParts: 1,
    blank: 1,
    oddSize: 1,
    oddShape: 1,
  });
  expect(result).toMatchObject({ images: 37, exclude: 4 });

  const list = readFileSync(join(cwd, "checkup/exclude.txt"), "utf8");
  expect(list.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual([
    "train/dark/0.png",
    "train/light/copy.png",
    "train/dark/leak.png",
    "train/dark/blank.png",
  ]);
  expect(list).toContain("# train/light/tiny.png    (its side is 0.23 times the usual one)");
  expect(list).toContain("# train/light/long.png    (its sides are as 6.00 to 1)");

  const args = "--arch mlp --image-size 8 --epochs 1 --validation none --out run".split(" ");
  const exclude = ["--exclude", "checkup/exclude.txt"];
  const trained = await imgcls(["train", "--dataset", "folder:photos", ...args, ...exclude], { cwd });
  expect(trained.code, trained.stderr).toBe(0);
  const card = JSON.parse(readFileSync(join(cwd, "run/imgcls.json"), "utf8"));
  expect(card.dataset.sizes).toMatchObject({ train: 25, test: 8 });
  expect(card.recipe.data.exclude).toHaveLength(4);
});
