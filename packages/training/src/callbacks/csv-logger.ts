import { type Check, flag, type Options, option, text } from "@imgcls/checks";
import { type Callback, statefulCallback } from "../callback.js";
import type { Folder } from "../saving/folder.js";
import { historyLines, linesBytes } from "../saving/history-files.js";
import { completeOptions } from "./complete-options.js";
import { filePath } from "./file-pattern.js";
import { folder } from "./folder-options.js";

export interface CsvLoggerConfig {
  readonly filename: string;
  /** One character. Default ",". */
  readonly separator?: string;
  /** A new training adds its rows to those of earlier ones. Default false: it replaces them. */
  readonly append?: boolean;
}

export interface CsvLoggerOptions extends CsvLoggerConfig {
  /** Where the file is written: `openFolder(directory)`. */
  readonly folder: Folder;
}

const character: Check = {
  ...text,
  expected: "one character",
  accepts: (value) => text.accepts(value) && (value as string).length === 1,
};

export const CSV_LOGGER: Options<CsvLoggerConfig> = {
  filename: option(filePath, { required: true, about: "path in the folder of the run" }),
  separator: option(character, { default: ",", about: "what is between two columns" }),
  append: option(flag, {
    default: false,
    about: "adds rows to those of earlier trainings instead of replacing them",
  }),
};

/**
 * Writes a line of names and a line for each epoch, as Keras 3's `CSVLogger`. Other than there, epochs count from 1 and
 * columns are in the order of the history; a training that goes on from a checkpoint has each of its epochs once,
 * whatever it had written after the checkpoint, with `append` or without.
 *
 * @throws TrainingOptionsError with every option that is unknown, wrong or missing
 */
export function csvLogger(options: CsvLoggerOptions): Callback {
  const {
    filename,
    folder: place,
    separator,
    append,
  } = completeOptions<CsvLoggerOptions>("csvLogger", options, { ...CSV_LOGGER, folder });
  let earlier: readonly string[] = [];

  return statefulCallback({
    name: `csvLogger(${filename})`,
    /** Lines of earlier trainings; null before this one began. */
    createState: () => ({ earlierLines: null as number | null }),

    async onTrainBegin(_event, _run, state) {
      const content = append ? await place.read(filename) : undefined;
      const lines = new TextDecoder()
        .decode(content)
        .split(/\r?\n/)
        .filter((line) => line !== "");
      state.earlierLines ??= lines.length;
      earlier = lines.slice(0, state.earlierLines);
    },

    async onEpochEnd(_, { history }) {
      const [names, ...rows] = historyLines(history, separator);
      const [earlierNames = names, ...earlierRows] = earlier;
      if (names !== earlierNames) {
        throw new Error(
          `[imgcls/training] csvLogger: expected the columns of "${filename}", ${earlierNames}, received ${names}. Write to another file, or leave append out.`,
        );
      }
      await place.write(filename, [linesBytes([names!, ...earlierRows, ...rows])]);
    },
  });
}
