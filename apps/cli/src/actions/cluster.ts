import { join } from "node:path";
import {
  type ClusterReportData,
  clusterReportData,
  imagesOfClusters,
  renderClusters,
} from "@imgcls/evaluation";
import { type ClusteredImages, clusterImages } from "@imgcls/runs";
import { interruptible } from "../interrupt.js";
import type { ClusterOptions } from "../options/data.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { clusterProgress } from "./cluster-progress.js";
import { csvLine, pathCell, textCell } from "./csv.js";
import { downloadProgress } from "./download-progress.js";
import { featuresProgress } from "./features-progress.js";
import { writeFileAtomically } from "./files.js";
import { formatCount, formatPercent } from "./format.js";
import { reportData } from "./report-data.js";
import { table } from "./table.js";
import { prepareTensorflow } from "./tensorflow.js";

const DEFAULT_FOLDER = "clusters";

/** Groups of a data set's images: a table, a sentence, a page with their pictures and a file with all images. */
export async function clusterData(dataset: string, options: ClusterOptions, output: Output): Promise<void> {
  const { out = DEFAULT_FOLDER, method = "k-means", base } = options;
  if (base !== undefined) await prepareTensorflow();
  const features = featuresProgress(output);
  const progress = clusterProgress(output);
  await interruptible(
    () => output.warn("stopping …"),
    async (signal) => {
      const found = await clusterImages(dataset, {
        ...options,
        signal,
        onProgress: downloadProgress(output),
        onNote: (note) => output.warn(note),
        onData: (data) => reportData(data, output),
        onFeatures: (event) => features({ part: "all", ...event }),
        onRound: progress.round,
        onDistances: progress.distances,
      });
      progress.end();
      const by = base === undefined ? "pixels" : `features of ${base}`;
      const data = clusterReportData(reportInput(found, dataset, `${method}, by ${by}`));
      await writeAll(out, found, data, dataset);
      tell(data, out, output);
    },
  );
}

function reportInput(found: ClusteredImages, dataset: string, subtitle: string) {
  const { images, assignments, distances, features, width, isLabeled, projection } = found;
  return {
    ...{ title: `Clusters of ${dataset}`, subtitle, clusters: assignments, distances, features, width },
    ...(isLabeled && { labels: images.labels, classNames: images.classNames }),
    ...(projection && { projection }),
  };
}

async function writeAll(
  out: string,
  found: ClusteredImages,
  data: ClusterReportData,
  dataset: string,
): Promise<void> {
  const { names } = found;
  const shown = await found.readShown(imagesOfClusters(data));
  const input = { ...reportInput(found, dataset, data.subtitle!), names, ...shown };
  await writeFileAtomically(join(out, "index.html"), renderClusters(input, data));
  await writeFileAtomically(join(out, "clusters.csv"), csvOf(found));
  await writeFileAtomically(join(out, "clusters.json"), `${JSON.stringify(jsonOf(found, data))}\n`);
}

/** `image,cluster,distance`, and `class` where it is known; clusters as in the page, from 1. */
function csvOf({ names, assignments, distances, isLabeled, images }: ClusteredImages): string {
  const header = ["image", "cluster", "distance", ...(isLabeled ? ["class"] : [])];
  const rows = names.map((name, i) => [
    pathCell(name),
    String(assignments[i]! + 1),
    String(distances[i]!),
    ...(isLabeled ? [textCell(images.classNames[images.labels[i]!]!)] : []),
  ]);
  return [header, ...rows].map(csvLine).join("");
}

function jsonOf(
  { names, assignments, distances, isLabeled, images }: ClusteredImages,
  data: ClusterReportData,
) {
  const { title, subtitle, clusters, scores } = data;
  return {
    ...{ title, subtitle, scores },
    clusters: clusters.map(({ size, commonest, matched }, i) => ({
      ...{ cluster: i + 1, size, commonest, matched },
    })),
    images: names.map((image, i) => ({
      ...{ image, cluster: assignments[i]! + 1, distance: distances[i]! },
      ...(isLabeled && { class: images.classNames[images.labels[i]!]! }),
    })),
  };
}

function tell({ images, clusters, scores }: ClusterReportData, out: string, output: Output): void {
  const page = join(out, "index.html");
  const header = ["cluster", "images", ...(scores ? ["most are", "share"] : [])];
  const rows = clusters.map(({ size, commonest }, i) => [
    String(i + 1),
    formatCount(size),
    ...(commonest ? [printableName(commonest.class), formatPercent(commonest.share)] : []),
  ]);
  output.result(
    {
      event: "result",
      images,
      clusters: clusters.map(({ size, commonest, matched }) => ({ size, commonest, matched })),
      ...(scores && { scores }),
      page,
      folder: out,
    },
    [table(header, rows), ...(scores ? [sentenceOf(scores)] : [])].join("\n"),
  );
  output.note(
    `Page with pictures: ${printableName(page)}; all images: ${printableName(join(out, "clusters.csv"))}`,
  );
}

const sentenceOf = (scores: NonNullable<ClusterReportData["scores"]>): string =>
  `Each cluster as one class: ${formatPercent(scores.accuracy)} right. Purity ${scores.purity.toFixed(4)}, normalized mutual information ${scores.normalizedMutualInformation.toFixed(4)}, adjusted Rand index ${scores.adjustedRandIndex.toFixed(4)}.`;
