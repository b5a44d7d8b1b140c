import {
  classCounts,
  type DatasetInfo,
  datasetInfo,
  leftOutText,
  listDatasets,
  loadDataset,
} from "@imgcls/datasets";
import { isPlaceId } from "@imgcls/runs/fields";
import { advisedCommand } from "../advice.js";
import { CommandFailedError } from "../errors.js";
import { interruptible } from "../interrupt.js";
import type { DownloadOptions, InfoOptions } from "../options/data.js";
import type { Output } from "../output.js";
import { downloadProgress } from "./download-progress.js";
import { formatBytes, formatCount, formatShape } from "./format.js";
import { reportSkipped } from "./report-data.js";
import { facts, table } from "./table.js";

const downloadBytes = ({ files }: DatasetInfo): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

const sizeToFetch = (info: DatasetInfo): string =>
  info.files.length === 0 ? "none" : formatBytes(downloadBytes(info));

export async function listAll(output: Output): Promise<void> {
  const list = listDatasets();
  const rows = list.map((info) => [
    info.id,
    formatShape(info.shape),
    String(info.classes),
    formatCount(info.trainSize),
    formatCount(info.testSize),
    sizeToFetch(info),
    firstSentence(info.description),
  ]);
  const text = table(["id", "image", "classes", "train", "test", "download", "what it is"], rows, {
    alignRight: [2, 3, 4, 5],
  });
  output.result({ event: "result", datasets: list.map(summary) }, text);
}

export async function showInfo(id: string, options: InfoOptions, output: Output): Promise<void> {
  if (isPlaceId(id)) return showPlace(id, options, output);
  const info = datasetInfo(id);
  const text = [
    `${info.title} (${info.id})`,
    info.description,
    "",
    facts([
      ["image", `${formatShape(info.shape)}, height × width × channels`],
      ["train", `${formatCount(info.trainSize)} images`],
      ["test", `${formatCount(info.testSize)} images`],
      ["classes", `${info.classes}: ${info.classNames.join(", ")}`],
      ["download", sizeToFetch(info)],
      ...info.files.map(
        (file) => ["", `${file.name}, ${formatCount(file.bytes)} bytes, sha256 ${file.sha256}`] as const,
      ),
    ]),
  ].join("\n");
  output.result({ event: "result", ...summary(info), classNames: info.classNames }, text);
}

/**
 * What there is in a folder or archive of one's own, by the names of its files. An image is decoded only to
 * leave out those that do not decode.
 */
async function showPlace(id: string, { onBadImage = "error" }: InfoOptions, output: Output): Promise<void> {
  const loaded = await loadDataset(id, { images: { onBadImage } });
  reportSkipped(id, loaded, output);
  const { classNames, train, validation, test, leftOut, withoutClass } = loaded;
  const others = leftOutText(loaded);
  const parts = { train, ...(validation === undefined ? {} : { validation }), test };
  const counts = Object.entries(parts).map(([part, images]) => [part, classCounts(images)] as const);
  const rows = classNames.map((name, c) => [name, ...counts.map(([, ofClass]) => formatCount(ofClass[c]!))]);
  const sizes = Object.entries(parts).map(
    ([part, { length }]) => [part, `${formatCount(length)} images`] as const,
  );
  const text = [
    id,
    "",
    facts([
      ...sizes,
      ["classes", String(classNames.length)],
      ...(others === "" ? [] : [["left out", others] as const]),
    ]),
    "",
    table(["class", ...counts.map(([part]) => part)], rows, { alignRight: counts.map((_, i) => i + 1) }),
  ].join("\n");
  const data = Object.fromEntries(
    counts.map(([part, classes]) => [part, { images: parts[part as "train"].length, classCounts: classes }]),
  );
  output.result(
    { event: "result", id, classes: classNames.length, classNames, ...data, leftOut, withoutClass },
    text,
  );
}

const summary = (info: DatasetInfo) => {
  const { id, title, description, shape, classes, trainSize, testSize, files } = info;
  return { id, title, description, shape, classes, trainSize, testSize, files };
};

export async function download(id: string, { dataDir }: DownloadOptions, output: Output): Promise<void> {
  if (isPlaceId(id)) {
    throw new CommandFailedError(
      `${id} is on this machine already. Look at it with: ${advisedCommand(["datasets", "info", id])}`,
    );
  }
  const info = datasetInfo(id);
  const { train, test } = await interruptible(
    () => output.warn("stopping …"),
    (signal) =>
      loadDataset(id, {
        ...(dataDir === undefined ? {} : { dataDir }),
        signal,
        onProgress: downloadProgress(output),
      }),
  );
  const sizes = `${formatCount(train.length)} training and ${formatCount(test.length)} test images`;
  const where = dataDir === undefined ? "in the cache" : `in ${dataDir}`;
  output.result(
    {
      event: "result",
      id,
      train: train.length,
      test: test.length,
      ...(dataDir === undefined ? {} : { dataDir }),
    },
    info.files.length === 0
      ? `${id} is drawn by code, nothing is downloaded: ${sizes}.`
      : `${id} is ready ${where}: ${sizes}, every file checked.`,
  );
}

const firstSentence = (text: string): string => /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
