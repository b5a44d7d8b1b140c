import { printableJson, printableText } from "./printable.js";

/**
 * Where words go: results to stdout, everything else to stderr. With `--json`, stdout carries one JSON
 * object a line and nothing else. Control characters never reach a terminal as they are; a name that may hold a
 * newline is for the caller to pass through `printableName`.
 */
export interface Output {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Something that happens while running. Only `--json` shows it. */
  event(event: { readonly event: string; readonly [key: string]: unknown }): void;
  /** What the command is for: `data` with `--json`, else `text`. */
  result(data: Readonly<Record<string, unknown>>, text: string): void;
  /** Progress and explanations, silenced by `--quiet`. */
  note(text: string): void;
  /** What a user must know, even with `--quiet`. */
  warn(text: string): void;
}

export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

export function createOutput({ json = false, quiet = false, verbose = false }: OutputOptions): Output {
  const out = (line: string) => process.stdout.write(`${line}\n`);
  const err = (line: string) => process.stderr.write(`${printableText(line)}\n`);
  return {
    json,
    quiet,
    verbose,
    event: (event) => {
      if (json) out(printableJson(event));
    },
    result: (data, text) => out(json ? printableJson(data) : printableText(text)),
    note: (text) => {
      if (!quiet) err(text);
    },
    warn: (text) => err(`imgcls: ${text}`),
  };
}
