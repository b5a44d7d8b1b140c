import { advisedCommand } from "./advice.js";

/** Which errors the CLI raises itself, how any error becomes one line, and which exit code it means. */

export const ExitCode = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** The arguments are wrong. `problems` lists all of what is wrong, so that one look is enough. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(
    readonly problems: readonly string[],
    /** Whose `--help` explains it, for example "train". */
    readonly command?: string,
  ) {
    const help = advisedCommand(command?.split(" ") ?? [], { help: true });
    super(`${problems.map(withoutFullStop).join("; ")}. See ${help}.`);
  }
}

/** Something that is expected to go wrong at times: the message is all that a user needs. */
export class CommandFailedError extends Error {
  override readonly name = "CommandFailedError";
}

/** Some parts of the work failed and each has been reported already; the rest is done. */
export class AlreadyReportedError extends Error {
  override readonly name = "AlreadyReportedError";
}

/** Ctrl-C or a polite kill. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

const USAGE_ERRORS = new Set([
  "UsageError",
  "UnknownDatasetError",
  "UnknownPresetError",
  "AugmentationError",
  "RecipeError",
  "InspectionError",
  "ClusteringError",
]);

export function exitCodeOf(error: unknown): number {
  if (!(error instanceof Error)) return ExitCode.failed;
  if (error.name === "InterruptedError") return ExitCode.interrupted;
  return USAGE_ERRORS.has(error.name) ? ExitCode.usage : ExitCode.failed;
}

const PACKAGE_PREFIX = /^\[imgcls\/[a-z-]+\]\s*/;

/** For people: `[imgcls/datasets] …` says only which package it was. */
export const withoutPrefix = (message: string): string => message.replace(PACKAGE_PREFIX, "");

/** One line without the package's prefix; what nobody foresaw asks for a report. */
export function errorLine(error: unknown): string {
  if (!(error instanceof Error)) return `failed: ${String(error)}`;
  const message = oneLine(withoutPrefix(error.message)) || error.name;
  if (isSystemError(error)) return systemErrorLine(error);
  if (isForeseen(error)) return message;
  return `unexpected error: ${withoutFullStop(message)}. Run the command again with --verbose for the stack trace, and please report it.`;
}

/** Errors of this repository carry the package's prefix or are a class of their own. */
const isForeseen = (error: Error): boolean =>
  PACKAGE_PREFIX.test(error.message) ||
  [UsageError, CommandFailedError, AlreadyReportedError, InterruptedError].some(
    (type) => error instanceof type,
  );

type SystemError = NodeJS.ErrnoException & { readonly code: string; readonly syscall: string };

const isSystemError = (error: Error): error is SystemError =>
  "syscall" in error && "code" in error && typeof error.code === "string";

const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOENT: "no such file or folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  EISDIR: "it is a folder, not a file",
  EEXIST: "it exists already",
  EMFILE: "too many open files",
};

export function systemErrorLine(error: SystemError): string {
  const reason = SYSTEM_ERRORS[error.code];
  const where = error.path === undefined ? "" : ` ${error.path}`;
  return reason === undefined
    ? oneLine(error.message)
    : `cannot ${error.syscall}${where}: ${reason} (${error.code}).`;
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, " ").trim();

const withoutFullStop = (text: string): string => text.replace(/\.$/, "");
