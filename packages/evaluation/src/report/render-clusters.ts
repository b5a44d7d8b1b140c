import { scatterChart } from "@imgcls/charts";
import { array, type Checks, missingProblems, object, texts } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import {
  CLUSTER_CHECKS,
  type ClusterReportData,
  type ClusterReportInput,
  clusterProblems,
  clusterReportData,
  imagesOfClusters,
  type ReportedCluster,
} from "./cluster-data.js";
import { formatCount, formatPercent, formatScore, plural } from "./format.js";
import { type ImageStack, missingImages, picture, stackProblems } from "./gallery.js";
import { Html, html, nameOf } from "./html.js";
import { entry } from "./overview.js";
import { type PageSection, page } from "./page.js";

export interface RenderedClusters extends ClusterReportInput {
  /** [images, height, width, channels], 0..255, or those that are shown, by index: `imagesOfClusters`. */
  readonly images: ImageStack["images"];
  /** [height, width, channels] of one image. */
  readonly shape: ImageStack["shape"];
  /** [images], such as the names of files. Default: their positions. */
  readonly names?: readonly string[];
}

const CHECKS: Checks<RenderedClusters> = { ...CLUSTER_CHECKS, images: object, shape: array, names: texts };

/**
 * A page of clusters that needs nothing but itself: a grid of images of each, what they are in classes where these are known, and all
 * images as points in a plane.
 *
 * @param given what `clusterReportData(input)` gave, where it is there already. Default: it is computed
 * @returns HTML document, the same for the same input
 * @throws EvaluationInputError with everything that does not fit
 */
export function renderClusters(input: RenderedClusters, given?: ClusterReportData): string {
  const owner = "Cannot render clusters";
  const missing = missingProblems("renderClusters", input ?? {}, CHECKS, ["images", "shape"]);
  requireNone(owner, [...clusterProblems("renderClusters", input, CHECKS), ...missing]);
  const { names, images, shape, ...rest } = input;
  requireNone(owner, stackProblems(input, input.clusters.length, "clusters"));
  const data = given ?? clusterReportData(rest);
  requireNone(owner, missingImages(imagesOfClusters(data), { images, shape }));
  return page({ title: data.title, header: header(data), sections: sectionsOf(data, input) });
}

const header = (data: ClusterReportData): Html => html`<header>
<p class="kind">Image clusters</p>
<h1>${data.title}</h1>
${data.subtitle === undefined ? undefined : html`<p class="subtitle">${data.subtitle}</p>`}
<p class="lead">${leadOf(data)}</p>
${data.scores && html`<dl class="key-numbers">${keyNumbers(data.scores).map(entry)}</dl>`}
${data.facts.length === 0 ? undefined : html`<dl class="facts">${data.facts.map(entry)}</dl>`}
</header>`;

function leadOf({ images, clusters, scores }: ClusterReportData): Html {
  const found = html`<strong>${plural(images, "image")} in ${plural(clusters.length, "cluster")}</strong>, which know nothing of classes`;
  if (scores === undefined) return html`${found}.`;
  return html`${found}. Where each cluster stands for one class, ${formatPercent(scores.accuracy)} of the images are right.`;
}

const keyNumbers = (scores: NonNullable<ClusterReportData["scores"]>) => [
  { label: "Right after matching", value: formatPercent(scores.accuracy, 2) },
  { label: "Purity", value: formatScore(scores.purity) },
  { label: "Mutual information", value: formatScore(scores.normalizedMutualInformation) },
  { label: "Adjusted Rand index", value: formatScore(scores.adjustedRandIndex) },
];

function sectionsOf(data: ClusterReportData, input: RenderedClusters): PageSection[] {
  return [
    { id: "sizes", title: "All clusters", content: sizeTable(data) },
    ...(data.points ? [{ id: "points", title: "In a plane", content: plane(data, input) }] : []),
    ...data.clusters.map((cluster, i) => ({
      id: `cluster-${i + 1}`,
      title: `Cluster ${i + 1}`,
      content: clusterSection(cluster, input),
    })),
  ];
}

function sizeTable({ clusters, images, scores }: ClusterReportData): Html {
  const ofClasses = scores !== undefined;
  const row = ({ size, commonest, matched }: ReportedCluster, i: number) =>
    html`<tr><th scope="row"><a href="#cluster-${i + 1}">Cluster ${i + 1}</a></th><td class="number">${formatCount(size)}</td><td class="number">${formatPercent(size / images)}</td>${
      ofClasses
        ? html`<td>${commonest && nameOf(commonest.class)}</td><td class="number">${commonest && formatPercent(commonest.share)}</td><td>${matched === undefined ? "–" : nameOf(matched)}</td>`
        : undefined
    }</tr>
`;
  return html`<div class="scroll" role="group" aria-label="All clusters" tabindex="0"><table>
<thead><tr><th scope="col">Cluster</th><th scope="col" class="number">Images</th><th scope="col" class="number">Share</th>${
    ofClasses
      ? html`<th scope="col">Most are</th><th scope="col" class="number">Purity</th><th scope="col">Stands for</th>`
      : undefined
  }</tr></thead>
<tbody>${clusters.map(row)}</tbody></table></div>`;
}

function plane({ points, clusters, images }: ClusterReportData, input: RenderedClusters): Html {
  const { indices, coordinates, explained, method } = points!;
  const chart = (of: string, groups: ArrayLike<number>, names: readonly string[]) =>
    new Html(
      scatterChart({
        coordinates,
        groups: indices.map((index) => groups[index]!),
        names,
        of,
        ...(explained && { xName: "first component", yName: "second component" }),
      }),
    );
  const byCluster = chart(
    "clusters",
    input.clusters,
    clusters.map((_, i) => `Cluster ${i + 1}`),
  );
  return html`<p class="intro">${
    indices.length < images ? `${formatCount(indices.length)} of the images` : "The images"
  } ${explained ? alongComponents(explained) : inPlaneOf(method!)}</p>
<div class="curves">
<figure class="square">${byCluster}<figcaption>By cluster.</figcaption></figure>
${
  input.labels &&
  html`<figure class="square">${chart("classes", input.labels, input.classNames!)}<figcaption>The same points by class.</figcaption></figure>`
}
</div>`;
}

const alongComponents = (explained: readonly number[]): string =>
  `along the two directions in which they differ most, which are ${formatPercent(explained.reduce((sum, part) => sum + part, 0))} of all differences: what lies side by side here may still be far apart in the others.`;

const inPlaneOf = (method: string): string =>
  `laid out by ${method}: those that are alike are near each other, while how far apart groups are, and how wide, says little.`;

function clusterSection(
  { size, commonest, nearest, farthest }: ReportedCluster,
  input: RenderedClusters,
): Html {
  const shown = nearest.length + farthest.length;
  return html`<p class="intro">${plural(size, "image")}${
    commonest && html`, ${formatPercent(commonest.share)} of them ${nameOf(commonest.class)}`
  }. ${shown < size ? "Those that are nearest to the centre:" : "The nearest to the centre first."}</p>
${cards(nearest, input)}
${
  farthest.length === 0
    ? undefined
    : html`<p class="intro farthest">The farthest from it, which may belong elsewhere:</p>
${cards(farthest, input)}`
}`;
}

const cards = (indices: readonly number[], input: RenderedClusters): Html =>
  html`<ul class="gallery">${indices.map((index) => card(index, input))}</ul>`;

function card(
  index: number,
  { distances, names, labels, classNames, images, shape }: RenderedClusters,
): Html {
  const name = names?.[index] ?? `Image ${index}`;
  const label = labels && classNames![labels[index]!]!;
  const alt = label === undefined ? name : `${name}: ${label}`;
  return html`<li class="card">
${picture(index, alt, { images, shape })}
${label === undefined ? undefined : html`<p class="verdict">${nameOf(label)}</p>`}
<p class="truth"><span>${name}</span></p>
<p class="truth"><span>distance ${distances[index]!.toPrecision(3)}</span></p>
</li>
`;
}
