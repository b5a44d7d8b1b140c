import { type Dataset, type ImagePlace, readImages } from "@imgcls/datasets";
import type { FindingsInput, FindingsSection, ShownImage } from "@imgcls/evaluation";
import { RELABEL_VERSION } from "../data/relabel-file.js";
import { fingerprintOfNames } from "../data/relabeled.js";
import { referenceOf } from "../data/without-excluded.js";
import type { ExaminedData } from "./examine-data.js";
import { proposedImages } from "./exclude-list.js";
import { countInWords, FINDING_KINDS, type Finding, type FindingKind, KINDS_IN_WORDS } from "./finding.js";
import { isExcludable } from "./findings-of.js";

/** Of each kind; more would make the page too large to be sent. */
const SHOWN_FINDINGS = 48;
/** Of one finding. */
const SHOWN_IMAGES = 6;

/** What was found, in a sentence for each kind; empty where nothing was. */
export const findingsInWords = (findings: readonly Finding[]): string[] =>
  FINDING_KINDS.flatMap((kind) => {
    const count = findings.filter((finding) => finding.kind === kind).length;
    return count === 0 ? [] : [`${countInWords(kind, count)}.`];
  });

/**
 * A page with pictures of what `examineData` found: HTML that needs nothing but itself.
 *
 * @param title default: the data set's id
 */
export async function findingsReport(
  { data, findings, images }: ExaminedData,
  { title = data.id, generatedAt }: Partial<Pick<FindingsInput, "title" | "generatedAt">> = {},
): Promise<string> {
  const kinds = FINDING_KINDS.filter((kind) => findings.some((finding) => finding.kind === kind));
  const sections = [];
  for (const kind of kinds) sections.push(await sectionOf(kind, findings, data));
  const concerned = new Set(findings.flatMap((finding) => finding.images.map(referenceOf)));
  const { renderFindings } = await import("@imgcls/evaluation");
  return renderFindings({
    title,
    lead:
      findings.length === 0
        ? "Nothing was found: no copies, no images in which little can be seen."
        : findingsInWords(findings).join(" "),
    facts: [
      { label: "Images", value: images },
      { label: "Classes", value: data.classNames.length },
      { label: "Images with a finding", value: concerned.size },
      { label: "Proposed to leave out", value: proposedImages(findings).size },
    ],
    sections,
    marking: {
      schemaVersion: RELABEL_VERSION,
      dataset: data.id,
      fingerprint: await fingerprintOfNames(data),
      classNames: data.classNames,
      about: MARKING_IN_WORDS,
    },
    ...(generatedAt !== undefined && { generatedAt }),
  });
}

/** Where features are cached, a head comes anew in seconds. */
const MARKING_IN_WORDS =
  "Training and validation images can be marked. A training takes the saved file beside its other options: imgcls train … --relabel relabel.json. Test images stay as they are.";

async function sectionOf(
  kind: FindingKind,
  findings: readonly Finding[],
  data: Dataset,
): Promise<FindingsSection> {
  const ofKind = findings.filter((finding) => finding.kind === kind);
  const shown = [];
  for (const { images, why, suggested } of ofKind.slice(0, SHOWN_FINDINGS)) {
    const more = images.length - SHOWN_IMAGES;
    shown.push({
      why: more > 0 ? `${why}; and ${more} more` : why,
      images: await Promise.all(
        images.slice(0, SHOWN_IMAGES).map((image) => shownImage(image, data, suggested)),
      ),
    });
  }
  const { title, about } = KINDS_IN_WORDS[kind];
  return { id: kind, title, about, findings: shown, more: ofKind.length - shown.length };
}

async function shownImage(
  image: ImagePlace,
  data: Dataset,
  suggested: number | undefined,
): Promise<ShownImage> {
  const { classNames, shape } = data;
  const images = data[image.part as "train"];
  return {
    pixels: await readImages(images, [image.index]),
    shape,
    name: image.path === undefined ? referenceOf(image) : `${image.path} (${image.part})`,
    class: classNames[image.label]!,
    ...(suggested !== undefined && { suggestedClass: classNames[suggested]! }),
    ...(isExcludable(image) && { reference: referenceOf(image) }),
  };
}
