import { CommanderError } from "commander";
import { createProgram } from "./cli.js";
import { AlreadyReportedError, ExitCode, errorLine, exitCodeOf } from "./errors.js";
import { printableText } from "./printable.js";

/** Runs the command line and returns the exit code. Errors end here, as one line on stderr. */
export async function run(args: readonly string[]): Promise<number> {
  surviveClosedPipes();
  try {
    await createProgram().parseAsync([...args], { from: "user" });
    return ExitCode.done;
  } catch (error) {
    // Commander has printed its message, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
    if (!(error instanceof AlreadyReportedError)) {
      process.stderr.write(`imgcls: ${printableText(errorLine(error))}\n`);
    }
    if (args.includes("--verbose") && error instanceof Error) {
      process.stderr.write(`${printableText(stackOf(error))}\n`);
    }
    return exitCodeOf(error);
  }
}

/** The reader is gone (`| head -1`), or the terminal is closed. */
const GONE = new Set(["EPIPE", "EIO", "ENXIO"]);

/** Whoever reads our output may stop early: the rest of it is not wanted, that is all. */
function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== undefined && GONE.has(error.code)) return;
      process.stderr.write(`imgcls: cannot write the output: ${error.message}\n`);
      process.exit(ExitCode.failed);
    });
  }
}

function stackOf(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\nCaused by: ${stackOf(error.cause)}` : stack;
}
