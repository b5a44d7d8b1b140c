import type { Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { hasImageName, inNaturalOrder, isSystemName } from "@imgcls/datasets";
import { errorLine } from "../errors.js";
import { printableName } from "../printable.js";

/** Instead of a file: the names come from stdin. */
export const STDIN = "-";

export interface InputFilesOptions {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** One line about a folder that gives no file, or a list that is empty. The other inputs go on. */
  readonly onProblem: (message: string) => void;
  /** What a folder's files without an image's name are; it is no problem that they are left out. */
  readonly onLeftOut: (message: string) => void;
}

/**
 * The files to classify, in the order of the arguments, one at a time: a file is itself, a folder stands for the images
 * in it and below, in natural order, and `-` for what stdin lists.
 */
export async function* inputFiles(
  inputs: readonly string[],
  options: InputFilesOptions,
): AsyncGenerator<string> {
  for (const input of inputs) {
    if (input === STDIN) yield* listed(options);
    else yield* filesOf(input, options);
  }
}

/**
 * How many files there are, for a progress bar; undefined where a list on stdin says it only once. What is wrong with a folder is
 * for `inputFiles` to say.
 */
export async function countFiles(
  inputs: readonly string[],
  signal: AbortSignal,
): Promise<number | undefined> {
  if (inputs.includes(STDIN)) return undefined;
  const silent = { stdin: process.stdin, onProblem: () => {}, onLeftOut: () => {} };
  let files = 0;
  for await (const _ of inputFiles(inputs, silent)) {
    if (signal.aborted) return undefined;
    files += 1;
  }
  return files;
}

async function* listed(options: InputFilesOptions): AsyncGenerator<string> {
  let names = 0;
  for await (const name of namesIn(options.stdin)) {
    names += 1;
    yield* filesOf(name, options);
  }
  if (names === 0) options.onProblem("the list on stdin is empty: expected one path a line.");
}

async function* filesOf(path: string, options: InputFilesOptions): AsyncGenerator<string> {
  const found = await statOf(path);
  // A file that does not exist is for the decoder to name, as one that does not decode.
  if (!found?.isDirectory()) {
    yield path;
    return;
  }
  const leftOut = new Map<string, number>();
  let files = 0;
  for await (const file of imagesIn(path, leftOut, options, [])) {
    files += 1;
    yield file;
  }
  if (files === 0) options.onProblem(`the folder ${printableName(path)} has no image in it or below.`);
  if (leftOut.size > 0) options.onLeftOut(`${printableName(path)}: left out ${extensionsInWords(leftOut)}.`);
}

/** @param above the real places of the folders that lead here, against links in a circle */
async function* imagesIn(
  folder: string,
  leftOut: Map<string, number>,
  options: InputFilesOptions,
  above: readonly string[],
): AsyncGenerator<string> {
  const entries = await entriesOf(folder, options);
  const place = await realpath(folder).catch(() => folder);
  if (above.includes(place)) return;
  for (const name of entries.filter((entry) => !isSystemName(entry)).sort(inNaturalOrder)) {
    const path = join(folder, name);
    const found = await statOf(path);
    if (found?.isDirectory()) yield* imagesIn(path, leftOut, options, [...above, place]);
    else if (hasImageName(name, false)) yield path;
    else countExtension(name, leftOut);
  }
}

async function entriesOf(folder: string, { onProblem }: InputFilesOptions): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    onProblem(errorLine(error));
    return [];
  }
}

const statOf = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined);

function countExtension(name: string, counts: Map<string, number>): void {
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 ? name.slice(dot).toLowerCase() : "without extension";
  counts.set(extension, (counts.get(extension) ?? 0) + 1);
}

const extensionsInWords = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([extension, count]) => `${count} ${printableName(extension)}`).join(", ");

const NEWLINE = 0x0a;
const NUL = 0;

/**
 * Names that are separated by newlines, or by NUL as `find -print0` writes them; which of the two shows the first part
 * of the list.
 */
async function* namesIn(stdin: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let separator: number | undefined;
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of stdin) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    separator ??= chunk.includes(NUL) ? NUL : chunk.includes(NEWLINE) ? NEWLINE : undefined;
    if (separator === undefined) continue;
    let start = 0;
    for (let end = rest.indexOf(separator); end >= 0; end = rest.indexOf(separator, start)) {
      yield* nameFrom(rest.subarray(start, end), separator);
      start = end + 1;
    }
    rest = rest.slice(start);
  }
  yield* nameFrom(rest, separator ?? NEWLINE);
}

function* nameFrom(bytes: Uint8Array, separator: number): Generator<string> {
  const text = Buffer.from(bytes).toString("utf8");
  // Of a list that was written on Windows.
  const name = separator === NEWLINE ? text.replace(/\r$/, "") : text;
  if (name !== "") yield name;
}
