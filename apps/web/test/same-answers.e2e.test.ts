import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, inject, it } from "vitest";
import { type HardPicture, hardPictures } from "./hard-pictures.js";
import { openedSite } from "./opened-site.js";
import {
  type Answers,
  byCommandLine,
  byExportedFile,
  byPage,
  byProgram,
  cliOf,
  difference,
  drawnWeights,
  type TrainedFiles,
  trainedFiles,
  write,
} from "./roads.js";

const opened = openedSite();
const { file, scratch } = inject("cli");
const cli = cliOf(file);
let folder: string;
let pictures: readonly HardPicture[];
let trained: TrainedFiles;
let expected: Answers;

/** One of each kind; all of `bench/same-answers.ts` have the same pixels by the same ways. */
beforeAll(async () => {
  folder = mkdtempSync(join(scratch, "roads-"));
  pictures = await hardPictures([0]);
  for (const { name, bytes } of pictures) write(join(folder, "pictures", name), bytes);
  trained = await trainedFiles(cli, folder, { base: "resnet20", weights: drawnWeights("resnet20") });
  expected = await byProgram(trained.folder, pictures);
});

const ANSWER = 0.01;

const roads: Readonly<Record<string, () => Promise<Answers> | Answers>> = {
  "the command line": () => byCommandLine(cli, trained.folder, join(folder, "pictures")),
  "the exported file": () => byExportedFile(trained, pictures),
  async "the page"() {
    const { page, problems } = await opened.openPage();
    const answers = await byPage(page, trained.folder, pictures);
    expect(problems).toEqual([]);
    return answers;
  },
};

it.each(Object.keys(roads))("%s gives every hard picture the answer of a program", async (road) => {
  const { largest, of, otherClass } = difference(await roads[road]!(), expected);
  expect(otherClass).toEqual([]);
  expect(largest, of).toBeLessThan(ANSWER);
});

it("the answers are of all classes, and not all sure", () => {
  const answers = [...expected.values()];
  expect(new Set(answers.map((p) => p.indexOf(Math.max(...p)))).size).toBe(3);
  expect(answers.filter((p) => Math.max(...p) < 0.9).length).toBeGreaterThan(5);
});
