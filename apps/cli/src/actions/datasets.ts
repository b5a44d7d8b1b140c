import { type DatasetInfo, datasetInfo, listDatasets, loadDataset } from "@imgcls/datasets";
import { interruptible } from "../interrupt.js";
import type { DownloadOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { downloadProgress } from "./download-progress.js";
import { formatBytes, formatCount, formatShape } from "./format.js";
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

export async function showInfo(id: string, output: Output): Promise<void> {
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

const summary = (info: DatasetInfo) => {
  const { id, title, description, shape, classes, trainSize, testSize, files } = info;
  return { id, title, description, shape, classes, trainSize, testSize, files };
};

export async function download(id: string, { dataDir }: DownloadOptions, output: Output): Promise<void> {
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
