import * as platform from "#file-store";
import { DatasetFormatError, type RemoteFile } from "../errors.js";
import { type FileSet, type Layout, type ObtainedFile, obtainFiles } from "../files/obtain.js";
import type { CifarReader, CifarRecords } from "../formats/cifar-records.js";
import { readTarGz } from "../formats/tar-gz.js";
import { createLabeledImages, type ImageShape, type LabeledImages } from "../labeled-images.js";
import { type CifarCollector, collectCifar } from "./cifar-collector.js";
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
  /** Which label of a record is the class. */
  readonly index: number;
  readonly classNames: readonly string[];
  readonly superclasses?: Superclasses;
}

/** One form in which the data set is published: an archive of files. */
export interface CifarEdition {
  readonly archive: RemoteFile;
  /** Other names under which people have the archive. */
  readonly alsoNamed?: readonly string[];
  /** Where people have its files, relative to a data folder, beside the data folder itself. */
  readonly folders: readonly string[];
  /** The files of each part, in order; those of one part have equally many records. */
  readonly parts: Readonly<Record<DatasetPart, readonly string[]>>;
  readonly read: CifarReader;
}

export interface CifarSourceInit {
  readonly info: Omit<DatasetInfo, "files" | "classes" | "shape">;
  /** In order of preference; the first is the one that is fetched. */
  readonly editions: readonly [CifarEdition, ...CifarEdition[]];
  /** Labels of a record. */
  readonly labels: number;
  chooseLabels(options: LoadOptions): CifarLabels;
  /** What is wrong with the labels beside what `createLabeledImages` sees. */
  labelProblems?(records: CifarRecords): readonly string[];
}

/** CIFAR-10 or CIFAR-100 from the files or the archives of its editions. */
export function createCifarSource(init: CifarSourceInit): DatasetSource<LabeledImages> {
  const { info, editions } = init;
  const { archive } = editions[0];
  return {
    info: { ...info, shape: SHAPE, classes: info.classNames.length, files: [archive] },
    async load(options) {
      const parts = partsToLoad(options.split);
      const unpacked = editions.map((edition) => unpackedLayout(edition, info.id, parts));
      const packed = editions.map((edition) => packedLayout(edition, info.id));
      const fileSet: FileSet = { id: info.id, layouts: [...unpacked, ...packed], published: packed[0]! };
      const { files, layout } = await obtainFiles(fileSet, options, platform);

      const isPacked = packed.includes(layout);
      const edition = editions[(isPacked ? packed : unpacked).indexOf(layout)]!;
      const collector = collectCifar(
        parts.map((part) => ({
          part,
          names: edition.parts[part],
          mostImages: part === "train" ? info.trainSize : info.testSize,
        })),
        init.labels,
        isPacked ? files[0]!.name : `${info.id} files`,
      );
      if (isPacked) await readArchive(files[0]!, edition, collector, options);
      else await readFiles(files, edition, collector, parts);

      const records = collector.finish();
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

function unpackedLayout(
  { archive, folders, parts }: CifarEdition,
  id: string,
  wanted: readonly DatasetPart[],
): Layout {
  return {
    folders: [...folders, id, ...folders.map((folder) => `${id}/${folder}`), ""],
    files: wanted.flatMap((part) => parts[part]).map((name) => ({ names: [name], remote: archive })),
  };
}

const packedLayout = ({ archive, alsoNamed = [] }: CifarEdition, id: string): Layout => ({
  folders: [id, ""],
  files: [{ names: [archive.name, ...alsoNamed], remote: archive }],
});

/** One after the other: both parts at once would not be faster, but need more memory. */
async function readFiles(
  files: readonly ObtainedFile[],
  { parts, read }: CifarEdition,
  collector: CifarCollector,
  wanted: readonly DatasetPart[],
): Promise<void> {
  const names = wanted.flatMap((part) => parts[part]);
  for (const [i, file] of files.entries()) await read(file, (count) => collector.place(names[i]!, count));
}

/** In one pass, straight into the arrays. */
async function readArchive(
  archive: ObtainedFile,
  { read }: CifarEdition,
  collector: CifarCollector,
  { limits }: LoadOptions,
): Promise<void> {
  for await (const entry of readTarGz(archive.chunks(), archive.name, limits)) {
    if (!collector.wants(entry.name)) continue;
    const file = { ...entry, name: `${entry.path} in ${archive.name}` };
    await read(file, (count) => collector.place(entry.name, count));
  }
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
