import { addAbortSignal } from "node:stream";
import type { ImageDecodeError } from "@imgcls/datasets";
import { AlreadyReportedError } from "../errors.js";
import { interruptible } from "../interrupt.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { inputFiles, STDIN } from "./input-files.js";

export interface FileWork {
  readonly files: AsyncIterable<string>;
  readonly signal: AbortSignal;
  /** Counts a file that does not serve, and says why on stderr. */
  readonly onFailure: (message: string) => void;
}

/**
 * Goes through picture files of one's own. One that does not serve is named on stderr and does not hold up the others; Ctrl-C
 * ends the work, also while names are awaited from stdin.
 *
 * @param inputs files, folders, and `-` for the list on stdin
 * @param participle of what is done, for the error: "classified"
 * @throws AlreadyReportedError when there was a file that did not serve
 */
export async function overFiles(
  inputs: readonly string[],
  participle: string,
  output: Output,
  work: (job: FileWork) => Promise<void>,
): Promise<void> {
  let failures = 0;
  const onFailure = (message: string) => {
    failures += 1;
    output.warn(message);
  };
  await interruptible(
    () => output.warn("stopping …"),
    async (signal) => {
      const { stdin } = process;
      if (inputs.includes(STDIN)) addAbortSignal(signal, stdin);
      const files = inputFiles(inputs, { stdin, onProblem: onFailure, onLeftOut: output.note });
      await work({ files, signal, onFailure }).catch((error: unknown) => {
        // A list on stdin that is ended so throws an error of its own.
        signal.throwIfAborted();
        throw error;
      });
    },
  );
  if (failures > 0) throw new AlreadyReportedError(`${failures} of the files were not ${participle}.`);
}

/** Why a file has no pixels. */
export const undecodable = (file: string, { reason }: ImageDecodeError): string =>
  `Cannot decode the image ${printableName(file)}: ${printableName(reason)}.`;
