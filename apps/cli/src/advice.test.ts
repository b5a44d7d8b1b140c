import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import { advisedCommand, quoted } from "./advice.js";

const hostile = [
  ...["plain/a-b_c.png", "two words", "it's", 'say "hi"', "$HOME `id` $(id) \\ !x", "a;b|c&d>e<f", "*?[a]~#"],
  ...["", "new\nline\ttab", "\u001b[31mred\u0007' \\", "\u009b2J\u202eé😀", "100%", "ü"],
];

/** The tests are started through npx. */
beforeEach(() => {
  vi.stubEnv("npm_command", "");
  vi.stubEnv("npm_lifecycle_event", "");
});

it("a POSIX shell reads every quoted word as it was", () => {
  const script = `printf '%s\\0' ${hostile.map((word) => quoted(word, "linux")).join(" ")}`;
  expect(execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1)).toEqual(
    hostile,
  );
});

it("is called as it was started", () => {
  vi.stubEnv("npm_command", "exec");
  expect(advisedCommand(["demo"])).toBe("npx @imgcls/cli demo");
});

it("quotes for Windows with double quotes only", () => {
  expect(quoted("C:\\runs\\a", "win32")).toBe("C:\\runs\\a");
  expect(quoted("C:\\my runs", "win32")).toBe('"C:\\my runs"');
});

it("names options as they are typed; nothing is taken for an option that is none", () => {
  expect(
    advisedCommand(["evaluate", "-run"], { dataDir: "-x", decodedCache: true, threads: 2, out: undefined }),
  ).toBe("imgcls evaluate ./-run --data-dir=-x --decoded-cache --threads 2");
});

it("no other file builds a command: what a message advises comes from here, where it is quoted", () => {
  const source = import.meta.dirname;
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file) && !/^(commands|advice)/.test(file),
  );
  const offenders = files.filter((file) =>
    /imgcls (train|evaluate|predict|export|datasets|recipes|architectures|demo)\b[^\n]*\$\{/.test(
      readFileSync(join(source, file), "utf8"),
    ),
  );
  expect(offenders.map((file) => relative(source, join(source, file)))).toEqual([]);
});
