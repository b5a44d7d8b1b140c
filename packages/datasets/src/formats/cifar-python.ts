/**
 * The "python version" of CIFAR, which torchvision and Keras keep: pickled dictionaries with `data`,
 * `[count, 3072]` bytes, planar as in the binary version, and lists of labels.
 */
import { DatasetFormatError } from "../errors.js";
import { collected } from "../streams.js";
import { type CifarReader, REFETCH } from "./cifar-records.js";
import { interleave, PIXELS } from "./interleave.js";
import { parsePickle } from "./pickle.js";
import { PickledArray } from "./pickle-values.js";

/** @param labelKeys the dictionary's key for each label of a record: `["labels"]`, `["coarse_labels", "fine_labels"]` */
export const cifarPython =
  (labelKeys: readonly string[]): CifarReader =>
  async (file, place) => {
    const dictionary = parsePickle(await collected(file.chunks(), file.size), file.name);
    const problems: string[] = [];
    const entries = dictionary instanceof Map ? dictionary : new Map<string, unknown>();
    const data = entries.get("data");
    const count = data instanceof PickledArray && data.shape[1] === PIXELS ? data.shape[0]! : 0;
    if (count === 0) problems.push(`expected "data", an array of rows of ${PIXELS} bytes`);
    const labels = labelKeys.map((key) => {
      const list = entries.get(key);
      const fits = Array.isArray(list) && list.length === count && list.every(Number.isInteger);
      if (!fits) problems.push(`expected "${key}", a list of as many whole numbers`);
      return list as number[];
    });
    if (problems.length > 0) throw new DatasetFormatError(file.name, problems, REFETCH);

    const { records, first } = place(count);
    labels.forEach((list, i) => {
      records.labels[i]!.set(list, first);
    });
    const { values } = data as PickledArray;
    const planes = new Uint32Array(PIXELS / 4);
    const row = new Uint8Array(planes.buffer);
    const pixels = new Uint32Array(records.images.buffer);
    for (let i = 0; i < count; i++) {
      row.set(values.subarray(i * PIXELS, (i + 1) * PIXELS));
      interleave(planes, pixels, ((first + i) * PIXELS) / 4);
    }
  };
