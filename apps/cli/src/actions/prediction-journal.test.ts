import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openJournal, type PredictTask } from "./prediction-journal.js";

const folder = mkdtempSync(join(tmpdir(), "imgcls-journal-"));
afterAll(() => rmSync(folder, { recursive: true }));

const task: PredictTask = { model: "a1", top: 1, invert: false, drawing: false };
const row = (file: string) => ({ file, predictions: [{ class: "x\u2028y\n", probability: 0.5 }] });

/** A journal of an earlier process, with these rows. */
async function written(name: string, ...files: string[]): Promise<string> {
  const path = join(folder, name);
  const journal = await openJournal(path, task);
  await journal.append(files.map(row));
  await journal.close();
  return path;
}

async function rowsOf(path: string) {
  const journal = await openJournal(path, task);
  const rows = [];
  for await (const one of journal.rows()) rows.push(one);
  await journal.close();
  return rows;
}

it("has the rows of the process before, each for one mention of its file", async () => {
  const path = await written("again", "a.png", "b.png", "a.png");
  const journal = await openJournal(path, task);
  expect(journal.count).toBe(3);
  const mentions = ["a.png", "a.png", "a.png", "b.png", "c.png"];
  expect(mentions.map((file) => journal.takes(file))).toEqual([true, true, false, true, false]);
  await journal.append([row("c.png")]);
  await journal.close();
  expect(await rowsOf(path)).toEqual(["a.png", "b.png", "a.png", "c.png"].map(row));
});

it("drops a last line that is torn, wherever it is torn, and goes on behind the one before", async () => {
  const path = await written("torn", "a.png", "é.png");
  const whole = readFileSync(path);
  const [, first, second] = whole.toString().split("\n");
  const end = whole.length - Buffer.byteLength(`${second}\n`);
  for (let length = end; length < whole.length; length++) {
    writeFileSync(path, whole.subarray(0, length));
    const journal = await openJournal(path, task);
    expect(journal.count).toBe(1);
    await journal.append([row("é.png")]);
    await journal.close();
    expect(readFileSync(path)).toEqual(whole);
  }
  // Damage in the middle: what follows is classified again.
  writeFileSync(path, whole.toString().replace(`${first}\n`, `${first!.slice(5)}\n`));
  expect(await rowsOf(path)).toEqual([]);
  expect(existsSync(path)).toBe(false);
});

it("refuses what another command left, and says all that differs", async () => {
  const path = await written("other", "a.png");
  const before = readFileSync(path);
  const other = { model: "b2", top: 5, invert: true, drawing: false };
  await expect(openJournal(path, other)).rejects.toThrow(
    /predictions of this model, found those of another one; expected --top 5, found 1; expected --invert true, found false\. Give that command again/,
  );
  for (const content of ["", "file,class\r\n", '"text"\n', '{"model":"a1"}\n']) {
    writeFileSync(path, content);
    await expect(openJournal(path, task)).rejects.toThrow(/has not finished, found something else/);
    expect(readFileSync(path, "utf8")).toBe(content);
  }
  writeFileSync(path, before);
  expect(await rowsOf(path)).toEqual([row("a.png")]);
});

it("notices another process that writes to the same table", async () => {
  const path = await written("both", "a.png");
  const journal = await openJournal(path, task);
  appendFileSync(path, '{"file":"b.png","predictions":[]}\n');
  await expect(journal.append([row("c.png")])).rejects.toThrow(/only this process writes/);
  await journal.close();
});

it("leaves nothing behind when it had no row", async () => {
  const path = await written("empty");
  expect(existsSync(path)).toBe(false);
});
