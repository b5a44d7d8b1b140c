import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { decode, encode } from "fast-png";
import { beforeAll, describe, expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

let cwd: string;
const LIGHT = "light";
const DARK = "da\u001b[31m\u009brk\n";

const picture = (level: number) =>
  encode({ width: 8, height: 8, channels: 1, data: new Uint8Array(64).fill(level) });

/** A class name by a folder, an image by its level: light from 200, dark below. */
beforeAll(async () => {
  cwd = temporaryFolder();
  for (const [name, level] of [
    [LIGHT, 230],
    [DARK, 20],
  ] as const) {
    mkdirSync(join(cwd, "photos", name), { recursive: true });
    for (let i = 0; i < 20; i++) writeFileSync(join(cwd, "photos", name, `${i}.png`), picture(level + i));
  }
  const args = "--arch mlp --image-size 8 --epochs 20 --batch-size 8 --out run".split(" ");
  const { code, stderr } = await imgcls(["train", "--dataset", "folder:photos", ...args], { cwd });
  expect(code, stderr).toBe(0);
}, 60_000);

const files = (stdout: string) => jsonLines(stdout).map(({ file }) => file);
const classes = (stdout: string) =>
  jsonLines(stdout).map(({ predictions }) => (predictions as { class: string }[])[0]!.class);

describe("predict", () => {
  it("accepts a command line of any length: 3,000 files in more than 100 kB", async () => {
    const many = Array.from({ length: 3000 }, (_, i) => `photos/.././photos/${LIGHT}/././././${i % 20}.png`);
    const { code, stdout, stderr } = await imgcls(["predict", "run", "--json", ...many], { cwd });
    expect(code, stderr).toBe(0);
    expect(files(stdout)).toEqual(many);
  });

  it("accepts folders, and all below them in natural order", async () => {
    mkdirSync(join(cwd, "more/deep"), { recursive: true });
    for (const name of ["10.png", "9.PNG", "deep/1.png", "notes.txt", ".hidden.png"])
      writeFileSync(join(cwd, "more", name), picture(230));
    symlinkSync("..", join(cwd, "more/deep/circle"));
    const { code, stdout, stderr } = await imgcls(
      ["predict", "run", "more", "photos/light/3.png", "--json"],
      {
        cwd,
      },
    );
    expect(code, stderr).toBe(0);
    expect(files(stdout)).toEqual(["more/9.PNG", "more/10.png", "more/deep/1.png", "photos/light/3.png"]);
    expect(stderr).toBe("more: left out 1 .txt.\n");
  });

  it.each([
    ["lines", "photos/light/1.png\nphotos/light/2.png\r\n\nmissing.png\nphotos/light/3.png"],
    ["NUL", "photos/light/1.png\0photos/light/2.png\0missing.png\0photos/light/3.png\0"],
  ])("reads a list on stdin, separated by %s; one bad file does not lose the others", async (_, stdin) => {
    const { code, stdout, stderr } = await imgcls(["predict", "run", "-", "--json"], { cwd, stdin });
    expect(code).toBe(1);
    expect(files(stdout)).toEqual([1, 2, 3].map((i) => `photos/light/${i}.png`));
    expect(stderr).toMatch(/^imgcls: Cannot decode the image missing\.png: [^\n]*\n$/);
  });

  it("writes CSV that a spreadsheet does not run, or nothing at all", async () => {
    copyFileSync(join(cwd, "photos/light/1.png"), join(cwd, '=a,"b".png'));
    const inputs = ['=a,"b".png', "photos/light/2.png"];
    const { code, stdout, stderr } = await imgcls(["predict", "run", ...inputs, "--csv", "out/p.csv"], {
      cwd,
    });
    expect(code, stderr).toBe(0);
    expect(stdout).toBe("2 files classified: out/p.csv\n");
    const [header, first, ...rest] = readFileSync(join(cwd, "out/p.csv"), "utf8").split("\r\n");
    expect(header).toBe("file,class,probability,class_2,probability_2");
    expect(first).toContain('"./=a,""b"".png",light,');
    expect(first).toContain(`,"${DARK}",`);
    expect(rest).toHaveLength(2);
    const { code: bad } = await imgcls(["predict", "nothing", ...inputs, "--csv", "out/q.csv"], { cwd });
    expect(bad).toBe(1);
    expect(() => readFileSync(join(cwd, "out/q.csv"))).toThrow(/ENOENT/);
  });

  it("keeps control characters of names from the terminal, and JSON exact", async () => {
    const name = "x\u001b]0;y\u0007\n\u202e.png";
    copyFileSync(join(cwd, "photos", DARK, "1.png"), join(cwd, name));
    const people = await imgcls(["predict", "run", name, `no${name}`, "--top", "1"], { cwd });
    expect(people.code).toBe(1);
    expect(people.stdout).toMatch(
      /^x\\x1b\]0;y\\x07\\n\\u202e\.png {2}da\\x1b\[31m\\x9brk\\n {2}[ \d.]+ %\n$/,
    );
    expect(people.stderr).toMatch(
      /^imgcls: Cannot decode the image nox\\x1b\]0;y\\x07\\n\\u202e\.png: [^\n]*\n$/,
    );
    const program = await imgcls(["predict", "run", name, "--json"], { cwd });
    expect(files(program.stdout)).toEqual([name]);
    expect(classes(program.stdout)).toEqual([DARK]);
    const report = await imgcls(["evaluate", "run"], { cwd });
    expect(report.stdout).toContain("da\\x1b[31m\\x9brk\\n ");
    const info = await imgcls(["datasets", "info", "folder:photos"], { cwd });
    for (const text of [people.stdout, people.stderr, program.stdout, report.stdout, info.stdout])
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
  });

  it("writes JSON lines, the same as it prints", async () => {
    const asked = ["predict", "run", "photos"];
    const { code, stderr } = await imgcls([...asked, "--jsonl", "p.jsonl", "--quiet"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { stdout } = await imgcls([...asked, "--json"], { cwd });
    expect(readFileSync(join(cwd, "p.jsonl"), "utf8")).toBe(stdout);
  });

  it("says what gives no file", async () => {
    mkdirSync(join(cwd, "empty"));
    const { code, stdout, stderr } = await imgcls(["predict", "run", "empty", "-"], { cwd, stdin: "" });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(
      "imgcls: the folder empty has no image in it or below.\nimgcls: the list on stdin is empty: expected one path a line.\n",
    );
  });
});

describe("a table of many files", () => {
  const many = Array.from({ length: 4000 }, (_, i) => `photos/${LIGHT}/${i % 20}.png`);
  const asked = ["predict", "run", "-", "--jsonl", "many.jsonl"];
  const stdin = many.join("\n");
  const size = () => statSync(join(cwd, "many.jsonl.partial"), { throwIfNoEntry: false })?.size ?? 0;

  /** The command, and how it ends when it is sent a signal once so many bytes more are in the partial file. */
  const stopped = (signal: NodeJS.Signals, bytes: number) => {
    const before = size();
    return imgcls(asked, {
      cwd,
      stdin,
      watch(child) {
        const timer = setInterval(() => {
          if (size() < before + bytes) return;
          clearInterval(timer);
          child.kill(signal);
        }, 2);
        child.on("close", () => clearInterval(timer));
      },
    });
  };
  const partialRows = () => readFileSync(join(cwd, "many.jsonl.partial"), "utf8").split("\n").slice(1, -1);

  it("goes on where it was killed or interrupted, and has each file once", async () => {
    expect((await stopped("SIGKILL", 20_000)).code).toBe(null);
    const killed = partialRows().length;
    expect(killed).toBeGreaterThan(0);
    expect(killed).toBeLessThan(many.length);
    expect(existsSync(join(cwd, "many.jsonl"))).toBe(false);

    // As a kill while it writes leaves it.
    truncateSync(join(cwd, "many.jsonl.partial"), size() - 10);
    const other = await imgcls([...asked, "--top", "1"], { cwd, stdin });
    expect(other.code).toBe(1);
    expect(other.stderr).toContain(
      "many.jsonl.partial is what another command has not finished: expected --top 1",
    );

    const interrupted = await stopped("SIGINT", 20_000);
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toContain(
      `Going on: ${(killed - 1).toLocaleString("en-US")} files are classified already`,
    );
    expect(interrupted.stderr).toContain("the same command goes on with the others");
    const kept = partialRows();
    expect(kept.length).toBeGreaterThan(killed);

    const { code, stdout, stderr } = await imgcls(asked, { cwd, stdin });
    expect(code, stderr).toBe(0);
    expect(stdout).toBe("4,000 files classified: many.jsonl\n");
    const table = readFileSync(join(cwd, "many.jsonl"), "utf8");
    expect(files(table)).toEqual(many);
    expect(table.startsWith(`${kept.join("\n")}\n`)).toBe(true);
    expect(existsSync(join(cwd, "many.jsonl.partial"))).toBe(false);
  });
});

describe("a picture of what was predicted", () => {
  it("has class and likelihood under each, red where the folder says otherwise", async () => {
    mkdirSync(join(cwd, "mixed", LIGHT), { recursive: true });
    writeFileSync(join(cwd, "mixed", LIGHT, "is-dark.png"), picture(25));
    writeFileSync(join(cwd, "mixed", LIGHT, "is-light.png"), picture(235));
    writeFileSync(join(cwd, "mixed", "of-no-class.png"), picture(235));
    const { code, stderr } = await imgcls(["predict", "run", "mixed", "--grid", "grid.svg"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "Pictures: grid.svg\n" });
    const svg = readFileSync(join(cwd, "grid.svg"), "utf8");
    const captions = [...svg.matchAll(/text-anchor="middle"([^>]*)><title>([^<]*)</g)].map(
      ([, color, text]) => [color, text!.replace(/ [\d.]+ %.*/, "")],
    );
    expect(captions).toEqual([
      [' fill="#c00"', "da\ufffd[31m\ufffdrk\n"],
      ["", "light"],
      ["", "light"],
    ]);
    expect(svg).toContain("3 files; red: the folder says another class");
  });

  it("shows 60 of many, by chance, beside a table", async () => {
    const args = ["predict", "run", "photos", "photos", "--csv", "twice.csv", "--grid", "grid.png"];
    const { code, stderr } = await imgcls(args, { cwd });
    expect(code, stderr).toBe(0);
    const { width, height } = decode(readFileSync(join(cwd, "grid.png")));
    expect(height / width).toBeCloseTo((10 * 176 + 30) / (6 * 158 + 8), 1);
    expect(readFileSync(join(cwd, "twice.csv"), "utf8").split("\r\n")).toHaveLength(82);
  });
});
