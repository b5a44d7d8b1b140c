// File names of callbacks: paths inside the run's folder, with placeholders as Keras's `"epoch-{epoch:02d}-{val_loss:.4f}"`.
import { type Check, text } from "@imgcls/checks";

/** A name with an optional format: `02d` of a whole number, `.4f` or `7.4f` of any. */
const PLACEHOLDER = /\{(\w+)(?::(?:(?<width>\d+)d|(?<widthOfAny>\d*)\.(?<digits>\d+)f))?\}/g;
const WHOLE_NUMBERS = ["epoch", "batch"];

const isInside = (path: string): boolean =>
  path !== "" &&
  !/^[/\\]|^\w:|\\/.test(path) &&
  path.split("/").every((part) => part !== ".." && part !== "");

export const filePath: Check = {
  ...text,
  expected: 'a path inside the folder, such as "logs/training.csv"',
  accepts: (value) => text.accepts(value) && isInside(value as string),
};

export const filePattern: Check = {
  ...text,
  expected: 'a path inside the folder, with placeholders such as "epoch-{epoch:02d}-{val_loss:.4f}"',
  accepts: (value) => text.accepts(value) && isInside(value as string) && isPattern(value as string),
};

function isPattern(pattern: string): boolean {
  const hasWholeNumbers = [...pattern.matchAll(PLACEHOLDER)].every(
    ([, name, width]) => width === undefined || WHOLE_NUMBERS.includes(name!),
  );
  return hasWholeNumbers && !/[{}]/.test(pattern.replace(PLACEHOLDER, ""));
}

export const namesIn = (pattern: string): readonly string[] =>
  [...pattern.matchAll(PLACEHOLDER)].map(([, name]) => name!);

/** @param values of all names in the pattern */
export const fillPattern = (pattern: string, values: Readonly<Record<string, number | undefined>>): string =>
  pattern.replace(PLACEHOLDER, (_, name: string, width?: string, widthOfAny?: string, digits?: string) => {
    const value = values[name] ?? Number.NaN;
    if (digits !== undefined) return padded(value.toFixed(Number(digits)), widthOfAny);
    return padded(String(value), width);
  });

/** "02" fills with zeros, "2" with spaces. */
const padded = (digits: string, width = ""): string =>
  digits.padStart(Number(width), width.startsWith("0") ? "0" : " ");
