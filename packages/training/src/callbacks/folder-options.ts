// Options that callbacks have in common that write files.
import { type Check, count } from "@imgcls/checks";

export const folder: Check = {
  expected: "a folder, such as openFolder(directory)",
  accepts: (value) => typeof (value as { write?: unknown } | null)?.write === "function",
};

export const saveFreq: Check = {
  expected: '"epoch" or a positive number of batches',
  accepts: (value) => value === "epoch" || count.accepts(value),
};
