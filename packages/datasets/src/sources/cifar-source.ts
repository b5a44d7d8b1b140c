import * as platform from "#file-store";
import { DatasetFormatError, type RemoteFile } from "../errors.js";
import { type FileSet, type Layout, type ObtainedFiles, obtainFiles } from "../files/obtain.js";
import { type CifarRecords, parseCifarRecords } from "../formats/cifar-binary.js";
import { readTarGz } from "../formats/tar-gz.js";
import { createLabeledImages, type ImageShape, type LabeledImages } from "../labeled-images.js";
import { type DatasetInfo, type DatasetSource, type LoadOptions, loadParts } from "./source.js";

const SHAPE: ImageShape = [32, 32, 3];

export interface CifarSourceInit {
  readonly info: Omit<DatasetInfo, "files" | "classes" | "shape" | "trainSize" | "testSize">;
  readonly archive: RemoteFile;
  /** The folder in the archive. */
  readonly folder: string;
  readonly trainFiles: readonly string[];
  readonly testFile: string;
  /** Label bytes of a record. */
  readonly labelBytes: number;
  /** Which label byte is wanted, and the names of its classes. */
  chooseLabels(options: LoadOptions): { readonly index: number; readonly classNames: readonly string[] };
}

/** CIFAR-10 or CIFAR-100 from its binary files or the archive of them. */
export function createCifarSource(init: CifarSourceInit): DatasetSource<LabeledImages> {
  const { info, archive, folder, trainFiles, testFile, labelBytes } = init;
  const names = [...trainFiles, testFile];
  const folders = [folder, info.id, `${info.id}/${folder}`, ""];
  const unpacked: Layout = { folders, files: names.map((name) => ({ names: [name], remote: archive })) };
  const published: Layout = {
    folders: [info.id, ""],
    files: [{ names: [archive.name], remote: archive }],
  };
  const fileSet: FileSet = { id: info.id, layouts: [unpacked, published], published };
  return {
    info: {
      ...info,
      shape: SHAPE,
      classes: info.classNames.length,
      trainSize: 50_000,
      testSize: 10_000,
      files: [archive],
    },
    async load(options) {
      const obtained = await obtainFiles(fileSet, options, platform);
      const { index, classNames } = init.chooseLabels(options);
      const records = await readRecords(
        obtained,
        obtained.layout === published ? names : undefined,
        labelBytes,
      );
      const subjects = { train: `${info.id} training files`, test: `${info.id} test file` };
      const loaded = await loadParts(options.split, (part) =>
        labeled(records[part], index, classNames, subjects[part]),
      );
      return { id: info.id, shape: SHAPE, classNames, ...loaded };
    },
  };
}

/** @param archived the names of the files when what was obtained is the archive of them */
async function readRecords(
  { files }: ObtainedFiles,
  archived: readonly string[] | undefined,
  labelBytes: number,
): Promise<{ train: CifarRecords; test: CifarRecords }> {
  const parts = archived
    ? await readTarGz(await files[0]!.read(), archived, files[0]!.name)
    : await Promise.all(files.map(async (file) => ({ name: file.name, bytes: await file.read() })));
  return {
    train: parseCifarRecords(parts.slice(0, -1), labelBytes),
    test: parseCifarRecords(parts.slice(-1), labelBytes),
  };
}

function labeled(
  records: CifarRecords,
  labelIndex: number,
  classNames: readonly string[],
  subject: string,
): LabeledImages {
  try {
    return createLabeledImages({
      images: records.images,
      labels: records.labels[labelIndex]!,
      shape: SHAPE,
      classNames,
    });
  } catch (error) {
    if (!(error instanceof DatasetFormatError)) throw error;
    throw new DatasetFormatError(subject, error.problems, { cause: error });
  }
}
