// Options that callbacks have in common that write files.
import { count, option } from "@imgcls/checks";
import type { Folder } from "../saving/folder.js";

export const folder = option<Folder>(
  {
    expected: "a folder, such as openFolder(directory)",
    accepts: (value) => typeof (value as { write?: unknown } | null)?.write === "function",
  },
  { required: true, about: "where files are written" },
);

export const saveFreq = option<"epoch" | number>(
  {
    expected: '"epoch" or a positive number of batches',
    accepts: (value) => value === "epoch" || count.accepts(value),
  },
  { default: "epoch", about: "at the end of epochs, or every so many batches" },
);
