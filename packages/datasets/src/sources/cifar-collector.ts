import { DatasetFormatError } from "../errors.js";
import { type CifarPlace, type CifarRecords, REFETCH } from "../formats/cifar-records.js";
import { PIXELS } from "../formats/interleave.js";
import type { DatasetPart } from "./source.js";

/** The files of one part of a data set. */
export interface CifarPart {
  readonly part: DatasetPart;
  /** In order; all have equally many records. */
  readonly names: readonly string[];
  /** Images of the published part; nobody has more. */
  readonly mostImages: number;
}

/** Gathers the records of parts from their files, which come in any order. */
export interface CifarCollector {
  wants(name: string): boolean;
  /**
   * Makes room for the records of a file.
   *
   * @throws DatasetFormatError when it claims more than there are, came before, or differs from the others
   */
  place(name: string, count: number): CifarPlace;
  /** @throws DatasetFormatError when files have not come */
  finish(): Partial<Record<DatasetPart, CifarRecords>>;
}

/**
 * @param labels of a record
 * @param subject where the files come from, for messages
 */
export function collectCifar(parts: readonly CifarPart[], labels: number, subject: string): CifarCollector {
  const records: Partial<Record<DatasetPart, CifarRecords>> = {};
  const missing = new Set(parts.flatMap(({ names }) => names));
  const fail = (problem: string) => new DatasetFormatError(subject, [problem], REFETCH);
  const partOf = (name: string) => parts.find(({ names }) => names.includes(name));
  return {
    wants: (name) => partOf(name) !== undefined,
    place(name, count) {
      const { part, names, mostImages } = partOf(name)!;
      if (!missing.delete(name)) throw fail(`expected one ${name}, received two`);
      const most = mostImages / names.length;
      if (count > most) throw fail(`expected at most ${most} images in ${name}, received ${count}`);
      const total = count * names.length;
      records[part] ??= {
        images: new Uint8Array(total * PIXELS),
        labels: Array.from({ length: labels }, () => new Int32Array(total)),
      };
      const made = records[part]!.labels[0]!.length;
      if (made !== total) {
        throw fail(`expected ${made / names.length} images in ${name} as in the others, received ${count}`);
      }
      return { records: records[part]!, first: count * names.indexOf(name) };
    },
    finish() {
      if (missing.size === 0) return records;
      throw fail(`expected ${[...missing].join(", ")} in it, it lacks that`);
    },
  };
}
