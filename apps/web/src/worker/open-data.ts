import {
  type Dataset,
  type DecodeOptions,
  datasetInfo,
  describe,
  type ImageFolder,
  type ImageShape,
  imageFolder,
  imageZip,
  type LabeledImages,
  leftOutText,
  loadDataset,
  toMemory,
  type UnreadableImage,
} from "@imgcls/datasets";
import type { BadImages, DataSummary, Picture } from "../protocol.js";
import { UNNAMED } from "./data-title.js";
import { picturesOf } from "./pictures.js";
import { LabError } from "./sentences.js";

export const SYNTHETIC = "synthetic-digits";

/** Data sets whose four files can be dropped on the page. They have the same names, so the content decides. */
const DROPPABLE = ["mnist", "fashion-mnist"] as const;

/** The largest file of MNIST, unpacked, has 47 MB. */
const MOST_BYTES = 64_000_000;

const SAMPLE_ROWS = 4;
const MOST_COLUMNS = 10;

/** How pictures are brought to one size. */
type Placing = Required<Pick<DecodeOptions, "shape" | "fit">>;

export interface OpenedData extends Dataset<LabeledImages> {
  /** Images that could not be read. */
  readonly skipped?: readonly UnreadableImage[];
  /** Your own images once more, in another size. */
  readonly inShape?: (placing: Placing) => Promise<OpenedData>;
}

export const openSynthetic = (): Promise<OpenedData> => loadDataset(SYNTHETIC);

/** @throws LabError, or an error of @imgcls/datasets that says which file is wrong and why */
export async function openFiles(files: readonly File[]): Promise<OpenedData> {
  requireMnistFiles(files);
  const byName = new Map(
    await Promise.all(
      files.map(
        async (file) => [withoutCopyNumber(file.name), new Uint8Array(await file.arrayBuffer())] as const,
      ),
    ),
  );
  const failures: unknown[] = [];
  for (const id of DROPPABLE) {
    try {
      return await loadDataset(id, { files: byName });
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
}

/** What images of one's own are brought to: the size of CIFAR, at which a page trains in minutes. */
const OWN_SHAPE = [32, 32, 3] as const;
/** 150 MB in memory at that size. */
const MOST_OWN_IMAGES = 50_000;

export const openFolder = (
  files: ReadonlyMap<string, File> | readonly File[],
  onBadImage: BadImages,
): Promise<OpenedData> =>
  decoded(`folder:${folderName(files)}`, (placing) => imageFolder(files, { ...placing, onBadImage }));

export const openZip = (file: File, onBadImage: BadImages): Promise<OpenedData> =>
  decoded(`zip:${file.name}`, (placing) => imageZip(file, { ...placing, onBadImage }));

/** The name of the folder that was chosen or dropped; several folders have none together. */
function folderName(files: ReadonlyMap<string, File> | readonly File[]): string {
  const paths = "get" in files ? [...files.keys()] : files.map((file) => file.webkitRelativePath);
  const names = new Set(paths.map((path) => path.slice(0, Math.max(0, path.indexOf("/")))));
  const [name = ""] = names;
  return names.size === 1 && name !== "" ? name : UNNAMED;
}

async function decoded(
  id: string,
  open: (placing: Placing) => Promise<ImageFolder>,
  wanted: Placing = { shape: OWN_SHAPE, fit: "fill" },
): Promise<OpenedData> {
  const folder = await open(wanted);
  const { shape, classNames, train, validation, test, skipped, leftOut, withoutClass } = folder;
  const count = train.length + (validation?.length ?? 0) + test!.length;
  const most = Math.floor((MOST_OWN_IMAGES * sizeOf(OWN_SHAPE)) / sizeOf(wanted.shape));
  if (count > most) {
    throw new LabError(
      `These are ${count.toLocaleString("en-US")} images, and a page takes at most ${most.toLocaleString("en-US")} of this size. Train them with the command line: imgcls train --dataset folder:PATH.`,
    );
  }
  return {
    id,
    shape,
    classNames,
    train: await toMemory(train),
    ...(validation && { validation: await toMemory(validation) }),
    test: await toMemory(test!),
    skipped,
    leftOut,
    withoutClass,
    inShape: lastKept((other) => decoded(id, open, other)),
  };
}

/** Decoding takes as long as a base does: what is asked for again is still there. */
function lastKept(decode: (placing: Placing) => Promise<OpenedData>) {
  let last: { readonly key: string; readonly data: Promise<OpenedData> } | undefined;
  return (placing: Placing): Promise<OpenedData> => {
    const key = JSON.stringify(placing);
    if (last?.key !== key) {
      last = { key, data: decode(placing) };
      // A failure may be a passing one.
      last.data.catch(() => {
        last = undefined;
      });
    }
    return last.data;
  };
}

const sizeOf = ([height, width, channels]: ImageShape): number => height * width * channels;

/** Looks at names and sizes alone, before anything is read. */
function requireMnistFiles(files: readonly File[]): void {
  const wanted =
    "the four files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, with or without .gz";
  const [first] = files;
  if (first === undefined) throw new LabError(`No file was given. Choose ${wanted}.`);
  const large = files.find(({ size }) => size > MOST_BYTES);
  if (large !== undefined) {
    throw new LabError(
      `“${large.name}” is too large: it has ${megabytes(large.size)}, and no file of MNIST has more than ${megabytes(MOST_BYTES)}. Choose ${wanted}.`,
    );
  }
  if (files.some(({ name }) => /idx[13]-ubyte(\.gz)?$/.test(withoutCopyNumber(name)))) return;
  const others = files.length === 1 ? "is" : `and ${files.length - 1} more are`;
  throw new LabError(`“${first.name}” ${others} not of MNIST. Choose ${wanted}.`);
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString("en-US")} MB`;

/** "train-images-idx3-ubyte (1).gz": a second download of the same file. */
const withoutCopyNumber = (name: string): string => name.replace(/ ?\(\d+\)/, "");

const OWN_IMAGES = {
  title: "Your own images",
  description: "Images from your computer, by the folder that each is in, brought to 32×32.",
};

export function summarizeData(data: OpenedData): DataSummary {
  const { id, shape, classNames, train, validation, test, skipped = [] } = data;
  const { title, description } = id.includes(":") ? OWN_IMAGES : datasetInfo(id);
  const { classCounts, min, max, mean, std } = describe(train);
  return {
    id,
    title,
    description,
    shape,
    classNames,
    trainSize: train.length,
    ...(validation && { validationSize: validation.length }),
    testSize: test.length,
    leftOut: leftOutText(data),
    classCounts,
    range: [min, max],
    mean: 255 * average(mean),
    deviation: 255 * average(std),
    skipped: skipped.map(({ path, reason }) => `${path} (${reason})`),
    samples: samplesOf(train),
  };
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The first images of each class, row by row. */
function samplesOf(train: LabeledImages): Picture[] {
  const columns = Math.min(MOST_COLUMNS, train.classNames.length);
  const found: number[][] = Array.from({ length: columns }, () => []);
  for (let i = 0; i < train.length && found.some(({ length }) => length < SAMPLE_ROWS); i++) {
    const column = found[train.labels[i]!];
    if (column && column.length < SAMPLE_ROWS) column.push(i);
  }
  const indices = Array.from({ length: SAMPLE_ROWS }, (_, row) =>
    found.flatMap((column) => (column[row] === undefined ? [] : [column[row]])),
  ).flat();
  return picturesOf(train, indices);
}
