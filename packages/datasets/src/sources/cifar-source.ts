import * as platform from "#file-store";
import { DatasetFormatError, type RemoteFile } from "../errors.js";
import { type FileSet, type Layout, type ObtainedFile, obtainFiles } from "../files/obtain.js";
import { type CifarRecords, readCifarFiles } from "../formats/cifar-binary.js";
import { createLabeledImages, type ImageShape, type LabeledImages } from "../labeled-images.js";
import { readCifarArchive } from "./cifar-archive.js";
import {
  type DatasetInfo,
  type DatasetPart,
  type DatasetSource,
  type LoadOptions,
  loadParts,
  partsToLoad,
  type Superclasses,
} from "./source.js";

const SHAPE: ImageShape = [32, 32, 3];

export interface CifarLabels {
  /** Which label byte of a record is the class. */
  readonly index: number;
  readonly classNames: readonly string[];
  readonly superclasses?: Superclasses;
}

export interface CifarSourceInit {
  readonly info: Omit<DatasetInfo, "files" | "classes" | "shape">;
  readonly archive: RemoteFile;
  /** The folder in the archive. */
  readonly folder: string;
  /** The files of each part, in order; those of one part have equally many records. */
  readonly parts: Readonly<Record<DatasetPart, readonly string[]>>;
  /** Label bytes of a record. */
  readonly labelBytes: number;
  chooseLabels(options: LoadOptions): CifarLabels;
  /** What is wrong with a record's labels beside what `createLabeledImages` sees. */
  labelProblems?(records: CifarRecords): readonly string[];
}

/** CIFAR-10 or CIFAR-100 from its binary files or the archive of them. */
export function createCifarSource(init: CifarSourceInit): DatasetSource<LabeledImages> {
  const { info, archive, folder, labelBytes } = init;
  const folders = [folder, info.id, `${info.id}/${folder}`, ""];
  const published: Layout = { folders: [info.id, ""], files: [{ names: [archive.name], remote: archive }] };
  const archived = (part: DatasetPart) => ({
    part,
    names: init.parts[part],
    mostImages: part === "train" ? info.trainSize : info.testSize,
  });
  return {
    info: { ...info, shape: SHAPE, classes: info.classNames.length, files: [archive] },
    async load(options) {
      const parts = partsToLoad(options.split);
      const names = parts.flatMap((part) => init.parts[part]);
      const unpacked: Layout = { folders, files: names.map((name) => ({ names: [name], remote: archive })) };
      const fileSet: FileSet = { id: info.id, layouts: [unpacked, published], published };
      const { files, layout } = await obtainFiles(fileSet, options, platform);
      const records =
        layout === published
          ? await readCifarArchive(files[0]!, parts.map(archived), labelBytes, options.limits)
          : await readUnpacked(files, init, parts);
      const { index, ...header } = init.chooseLabels(options);
      const loaded = await loadParts(options.split, (part) => {
        const subject = `${info.id} ${part === "train" ? "training files" : "test file"}`;
        const problems = init.labelProblems?.(records[part]!) ?? [];
        if (problems.length > 0) throw new DatasetFormatError(subject, problems);
        return labeled(records[part]!, index, header.classNames, subject);
      });
      return { id: info.id, shape: SHAPE, ...header, ...loaded };
    },
  };
}

type PartRecords = Partial<Record<DatasetPart, CifarRecords>>;

/** One part after the other: both at once would not be faster, but need more memory. */
async function readUnpacked(
  files: readonly ObtainedFile[],
  { parts: names, labelBytes }: CifarSourceInit,
  parts: readonly DatasetPart[],
): Promise<PartRecords> {
  const records: PartRecords = {};
  let first = 0;
  for (const part of parts) {
    const count = names[part].length;
    records[part] = await readCifarFiles(files.slice(first, first + count), labelBytes);
    first += count;
  }
  return records;
}

function labeled(
  { images, labels }: CifarRecords,
  index: number,
  classNames: readonly string[],
  subject: string,
): LabeledImages {
  try {
    return createLabeledImages({ images, labels: labels[index]!, shape: SHAPE, classNames });
  } catch (error) {
    if (!(error instanceof DatasetFormatError)) throw error;
    throw new DatasetFormatError(subject, error.problems, { cause: error });
  }
}
