import { join } from "node:path";
import {
  type ExaminedData,
  examineData,
  excludeList,
  FINDING_KINDS,
  type Finding,
  findingsInWords,
  findingsReport,
  proposedImages,
  referenceOf,
} from "@imgcls/runs";
import { advisedCommand } from "../advice.js";
import { interruptible } from "../interrupt.js";
import type { DoctorOptions } from "../options/data.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { type Counted, countedProgress } from "./counted-progress.js";
import { downloadProgress } from "./download-progress.js";
import { featuresProgress } from "./features-progress.js";
import { writeFileAtomically } from "./files.js";
import { formatCount, formatPercent, formatSeconds } from "./format.js";
import { reportData } from "./report-data.js";
import { prepareTensorflow } from "./tensorflow.js";

/** Of each kind; the page shows more. */
const NAMED_FINDINGS = 3;
/** Of one finding. */
const NAMED_IMAGES = 4;

/** What is the matter with a data set, in words; with `out` as a page, as JSON and as a list for a training, too. */
export async function doctor(
  dataset: string,
  { out, ...options }: DoctorOptions,
  output: Output,
): Promise<void> {
  if (options.base !== undefined) await prepareTensorflow();
  const features = featuresProgress(output);
  const examined = await interruptible(
    () => output.warn("stopping …"),
    (signal) =>
      examineData(dataset, {
        ...options,
        signal,
        onProgress: downloadProgress(output),
        onNote: (note) => output.warn(note),
        onImages: imagesProgress(output),
        onFeatures: (progress) => features({ part: "all", ...progress }),
      }),
  );
  reportData(examined.data, output);
  const files = out === undefined ? undefined : await writeFindings(out, examined);
  output.result({ event: "result", ...summaryOf(examined), ...(files && { files }) }, inWords(examined));
  advise(dataset, examined, { out, base: options.base }, output);
}

function imagesProgress(output: Output): (progress: { done: number; total: number }) => void {
  const begun = performance.now();
  const progress = countedProgress<Counted>(output, {
    noun: () => "images",
    doneLine: ({ done, seconds }) => `Looked at ${formatCount(done)} images in ${formatSeconds(seconds)}.`,
    event: (counted) => ({ event: "images", ...counted }),
  });
  return (counted) => progress({ ...counted, seconds: (performance.now() - begun) / 1000 });
}

async function writeFindings(out: string, examined: ExaminedData): Promise<Readonly<Record<string, string>>> {
  const files = {
    page: join(out, "findings.html"),
    json: join(out, "doctor.json"),
    exclude: join(out, "exclude.txt"),
  };
  await writeFileAtomically(files.json, `${JSON.stringify(asJson(examined), null, 2)}\n`);
  await writeFileAtomically(files.exclude, excludeList(examined.findings));
  await writeFileAtomically(files.page, await findingsReport(examined));
  return files;
}

function asJson(examined: ExaminedData) {
  const { data, findings } = examined;
  return {
    ...summaryOf(examined),
    unreadable: data.skipped ?? [],
    findings: findings.map(({ suggested, ...finding }) => ({
      ...finding,
      ...(suggested !== undefined && { suggested: data.classNames[suggested] }),
      images: finding.images.map((image) => ({ ...image, class: data.classNames[image.label] })),
      exclude: finding.exclude.map(referenceOf),
    })),
  };
}

const summaryOf = ({ data, findings, images, outOfFoldAccuracy }: ExaminedData) => ({
  dataset: data.id,
  images,
  classes: data.classNames.length,
  counts: Object.fromEntries(FINDING_KINDS.map((kind) => [kind, ofKind(findings, kind).length])),
  exclude: proposedImages(findings).size,
  ...(outOfFoldAccuracy !== undefined && { outOfFoldAccuracy }),
});

const ofKind = (findings: readonly Finding[], kind: Finding["kind"]): Finding[] =>
  findings.filter((finding) => finding.kind === kind);

function inWords({ data, findings, images, outOfFoldAccuracy }: ExaminedData): string {
  const judged =
    outOfFoldAccuracy === undefined
      ? []
      : [
          `A head on the features says ${formatPercent(outOfFoldAccuracy)} of the images right that it was computed without.`,
        ];
  if (findings.length === 0)
    return [`Nothing was found in ${formatCount(images)} images.`, ...judged].join("\n");
  const kinds = FINDING_KINDS.filter((kind) => ofKind(findings, kind).length > 0);
  const sections = kinds.map((kind) => {
    const all = ofKind(findings, kind);
    const lines = all.slice(0, NAMED_FINDINGS).map((finding) => `  ${namesOf(finding, data.classNames)}`);
    const more = all.length - NAMED_FINDINGS;
    return [...findingsInWords(all), ...lines, ...(more > 0 ? [`  and ${formatCount(more)} more`] : [])];
  });
  return [...judged, ...sections.flat()].join("\n");
}

/** `roses/a.jpg = tulips/b.jpg (the same pixels)` */
function namesOf({ images, why, suggested }: Finding, classNames: readonly string[]): string {
  const names = images.slice(0, NAMED_IMAGES).map((image) => {
    const name = printableName(referenceOf(image));
    return image.path === undefined ? `${name} (${printableName(classNames[image.label]!)})` : name;
  });
  const more = images.length - names.length;
  const rather = suggested === undefined ? "" : `: rather ${printableName(classNames[suggested]!)}`;
  return `${names.join(" = ")}${more > 0 ? ` = ${more} more` : ""}${rather} (${why})`;
}

function advise(
  dataset: string,
  { findings }: ExaminedData,
  { out, base }: Pick<DoctorOptions, "out" | "base">,
  output: Output,
): void {
  if (out !== undefined) {
    const exclude = join(out, "exclude.txt");
    output.note(`Pictures: ${join(out, "findings.html")}`);
    output.note(
      `To leave out: ${exclude}. Look at it first, then: ${advisedCommand(["train"], { dataset, base: base ?? "efficientnet-lite0", exclude })}`,
    );
    output.note(
      `To put labels right, mark images on that page, save relabel.json, then: ${advisedCommand(["train"], { dataset, base: base ?? "efficientnet-lite0", relabel: "relabel.json" })}`,
    );
  } else if (findings.length > 0) {
    output.note(
      `With pictures and a list for a training: ${advisedCommand(["doctor", dataset], { base, out: "checkup" })}`,
    );
  }
  if (base === undefined) {
    output.note(
      `Wrong labels and images unlike their class were not looked for, which takes a network: ${advisedCommand(["doctor", dataset], { base: "efficientnet-lite0", out })}`,
    );
  }
}
