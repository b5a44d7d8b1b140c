import * as platform from "#file-store";
import { DatasetFormatError, type RemoteFile } from "../errors.js";
import { type FileSet, type LayoutFile, type ObtainedFile, obtainFiles } from "../files/obtain.js";
import { inflateIfGzip } from "../formats/gzip.js";
import { parseIdxImages, parseIdxLabels } from "../formats/idx.js";
import { createLabeledImages, type ImageShape, type LabeledImages } from "../labeled-images.js";
import { type DatasetInfo, type DatasetPart, type DatasetSource, loadParts, partsToLoad } from "./source.js";

/** File names that all data sets in MNIST's form share. */
export const IDX_FILES = [
  "train-images-idx3-ubyte.gz",
  "train-labels-idx1-ubyte.gz",
  "t10k-images-idx3-ubyte.gz",
  "t10k-labels-idx1-ubyte.gz",
] as const;

/**
 * How the labels of the published files begin. Data sets in MNIST's form differ in nothing but their
 * content, so a folder that holds another one would load without a complaint.
 */
const LABELS_BEGIN: Readonly<Record<string, Readonly<Record<DatasetPart, readonly number[]>>>> = {
  mnist: { train: [5, 0, 4, 1, 9, 2, 1, 3, 1, 4], test: [7, 2, 1, 0, 4, 1, 4, 9, 5, 9] },
  "fashion-mnist": { train: [9, 0, 0, 3, 0, 2, 7, 2, 5, 5], test: [9, 2, 1, 1, 6, 1, 4, 6, 5, 7] },
};

export interface IdxSourceInit {
  readonly info: Omit<DatasetInfo, "files" | "classes" | "options">;
  /** In the order of `IDX_FILES`: images and labels of the training set, then of the test set. */
  readonly files: readonly RemoteFile[];
  /** Subfolders of a data folder in which people have the files, beside the folder itself. */
  readonly folders: readonly string[];
}

/** A data set in MNIST's form: images and labels of a training and a test set in four IDX files. */
export function createIdxSource({ info, files, folders }: IdxSourceInit): DatasetSource<LabeledImages> {
  const filesOf = { train: files.slice(0, 2), test: files.slice(2) };
  return {
    info: { ...info, classes: info.classNames.length, files, options: [] },
    async load(options) {
      const parts = partsToLoad(options.split);
      const remotes = parts.flatMap((part) => filesOf[part]);
      const layout = { folders: [...folders, ""], files: remotes.map(layoutFile) };
      const fileSet: FileSet = { id: info.id, layouts: [layout], published: layout };
      const { files: obtained } = await obtainFiles(fileSet, options, platform);
      const { id, shape, classNames } = info;
      const loaded = await loadParts(options.split, async (part) => {
        const first = 2 * parts.indexOf(part);
        const pair = await Promise.all(obtained.slice(first, first + 2).map(inflated));
        return notAnother(id, part, pair[1]!.name, combine(pair[0]!, pair[1]!, shape, classNames));
      });
      return { id, shape, classNames, ...loaded };
    },
  };
}

/** `train-images-idx3-ubyte.gz` is also found inflated, and with a dot before `idx3`. */
function layoutFile(remote: RemoteFile): LayoutFile {
  const plain = remote.name.replace(/\.gz$/, "");
  const dotted = plain.replace("-idx", ".idx");
  return { names: [plain, dotted, remote.name, `${dotted}.gz`], remote };
}

interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function inflated(file: ObtainedFile): Promise<NamedBytes> {
  return { name: file.name, bytes: await inflateIfGzip(await file.read(), file.name) };
}

function combine(
  imageFile: NamedBytes,
  labelFile: NamedBytes,
  shape: ImageShape,
  classNames: readonly string[],
): LabeledImages {
  const { pixels, count, height, width } = parseIdxImages(imageFile.bytes, imageFile.name);
  const labels = parseIdxLabels(labelFile.bytes, labelFile.name);
  const problems: string[] = [];
  if (height !== shape[0] || width !== shape[1]) {
    problems.push(`expected images of ${shape[0]}×${shape[1]}, received ${height}×${width}`);
  }
  if (count !== labels.length) {
    problems.push(
      `expected as many labels as images, received ${count} images and ${labels.length} labels (${labelFile.name})`,
    );
  }
  if (problems.length > 0) throw new DatasetFormatError(imageFile.name, problems);
  try {
    return createLabeledImages({ images: pixels, labels: Int32Array.from(labels), shape, classNames });
  } catch (error) {
    if (!(error instanceof DatasetFormatError)) throw error;
    throw new DatasetFormatError(labelFile.name, error.problems, { cause: error });
  }
}

function notAnother(id: string, part: DatasetPart, file: string, data: LabeledImages): LabeledImages {
  for (const [other, { [part]: begin }] of Object.entries(LABELS_BEGIN)) {
    if (other === id || data.length < begin.length) continue;
    if (begin.every((label, i) => data.labels[i] === label)) {
      throw new DatasetFormatError(file, [`expected the labels of ${id}, received those of ${other}`], {
        advice: `Give a folder of its own to each data set, or put these files into a subfolder "${other}".`,
      });
    }
  }
  return data;
}
