import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import "./bundled-cli.js";

const program = inject("cli");

/** Started by its name, not through npx as the tests are. */
const ENVIRONMENT = {
  IMGCLS_OFFLINE: "1",
  NODE_OPTIONS: "",
  NO_COLOR: "1",
  npm_command: "",
  npm_lifecycle_event: "",
};

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
  const child = spawn(process.execPath, [...nodeOptions, program.file, ...args], {
    cwd: cwd ?? temporaryFolder(),
    env: { ...process.env, ...ENVIRONMENT },
    stdio: [stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  // A process that is ended reads no more.
  child.stdin?.on("error", () => {}).end(stdin);
  watch?.(child);
  return outcomeOf(child);
}

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  child.stdout!.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr!.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ code, stdout, stderr }));
  });
}

/** Pastes a line into a shell that has `imgcls` on its path. */
export function pasted(line: string, cwd: string): Promise<Outcome> {
  const bin = temporaryFolder();
  writeFileSync(join(bin, "imgcls"), `#!/bin/sh\nexec "${process.execPath}" "${program.file}" "$@"\n`, {
    mode: 0o755,
  });
  const path = `${bin}:${process.env.PATH}`;
  return outcomeOf(spawn("bash", ["-c", line], { cwd, env: { ...process.env, ...ENVIRONMENT, PATH: path } }));
}

/** Removed after the last test. */
export const temporaryFolder = (): string => mkdtempSync(join(program.scratch, "test-"));

type Json = Record<string, unknown>;

/** Every line must be a JSON object. */
export const jsonLines = (stdout: string): Json[] =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Json);
