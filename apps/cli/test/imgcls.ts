import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll } from "vitest";

const BIN = resolve(import.meta.dirname, "../src/bin.ts");
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

export interface Outcome {
  /** `null` when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  readonly cwd?: string;
  readonly nodeOptions?: readonly string[];
  readonly stdin?: string;
  /** Sees the process while it runs, for example to interrupt it. */
  readonly watch?: (child: ChildProcess) => void;
}

/** Runs the real command line from its sources in a process of its own, without a network. */
export function imgcls(
  args: readonly string[],
  { cwd, watch, stdin, nodeOptions = [] }: Options = {},
): Promise<Outcome> {
  const child = spawn(
    process.execPath,
    ["--conditions=imgcls-source", "--import", TSX, ...nodeOptions, BIN, ...args],
    {
      cwd: cwd ?? temporaryFolder(),
      env: { ...process.env, IMGCLS_OFFLINE: "1", NODE_OPTIONS: "", NO_COLOR: "1" },
      stdio: [stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    },
  );
  child.stdin?.end(stdin);
  let stdout = "";
  let stderr = "";
  child.stdout!.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr!.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  watch?.(child);
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ code, stdout, stderr }));
  });
}

let folders: string[] = [];

/** Removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "imgcls-cli-"));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders = [];
});

type Json = Record<string, unknown>;

/** Every line must be a JSON object. */
export const jsonLines = (stdout: string): Json[] =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Json);
