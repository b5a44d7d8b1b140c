import type { LeftOut } from "./left-out.js";

/** The image files below one root: a folder, an archive, files that were picked in a page. */
export interface ImageFiles {
  /** For messages: the path of the folder or archive. */
  readonly location: string;
  /** Where the image files are below the root, with "/" between folders, in the order of their code units. */
  readonly paths: readonly string[];
  /** The folders that were seen, those without images too, written likewise, in any order. */
  readonly folders: readonly string[];
  readonly leftOut: LeftOut["leftOut"];
  /** The bytes of `paths[position]`. */
  read(position: number): Promise<Uint8Array>;
  /** How many bytes `read` unpacks; absent where files are as they are on disk. */
  unpackedBytes?(position: number): number;
  /** A short text a file, in order, that is another one when the file has changed: its size and time, say. */
  stamps(): AsyncIterable<string>;
}

/** How the files below a root are listed. */
export interface ScanOptions {
  /** Whether SVG drawings count as images. */
  readonly svg: boolean;
  readonly signal: AbortSignal | undefined;
}

const SYSTEM_NAMES: ReadonlySet<string> = new Set([
  "__macosx",
  "thumbs.db",
  "desktop.ini",
  "$recycle.bin",
  "system volume information",
  "lost+found",
  "@eadir",
]);

/** Whether a file or folder is not meant for people: hidden by a dot, or put there by a system. */
export const isSystemName = (name: string): boolean =>
  name.startsWith(".") || SYSTEM_NAMES.has(name.toLowerCase());

/** By code units: the same order everywhere, whatever the language of the system. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const collator = new Intl.Collator("en", { numeric: true });

/** The order in which people list things: "class 2" before "class 10". */
export const inNaturalOrder = (a: string, b: string): number => collator.compare(a, b) || byCodeUnits(a, b);
