import { type Checks, positive, text } from "@imgcls/checks";
import type { ImageSet } from "../image-set.js";
import { checkOptions } from "../option-checks.js";
import { classCounts } from "../sets/class-counts.js";
import { escapeXml, FONT_SIZE, LETTER_WIDTH, shorten, svgDocument, svgTitle, TITLE_HEIGHT } from "./svg.js";

export interface ClassHistogramOptions {
  /** Above the bars. Default: none. */
  readonly title?: string;
  /** Of the longest bar, CSS pixels. Default 400. */
  readonly barWidth?: number;
}

const CHECKS: Checks<ClassHistogramOptions> = { title: text, barWidth: positive };

const GAP = 8;
const ROW = 18;
const LONGEST_NAME = 160;
const COUNT_WIDTH = 60;

/** How many images each class has, as bars with their counts, in a self-contained SVG document. */
export function classHistogram(data: ImageSet, options: ClassHistogramOptions = {}): string {
  checkOptions("classHistogram", options, CHECKS);
  const { title, barWidth = 400 } = options;
  const counts = classCounts(data);
  const most = Math.max(1, ...counts);
  const letters = Math.max(0, ...data.classNames.map((name) => [...name].length));
  const nameWidth = Math.min(LONGEST_NAME, Math.ceil((letters + 1) * FONT_SIZE * LETTER_WIDTH));
  const top = title === undefined ? GAP : TITLE_HEIGHT;
  const left = GAP + nameWidth + GAP;
  const rows = data.classNames.map((name, label) => {
    const width = Math.round((counts[label]! / most) * barWidth);
    const middle = ROW / 2 + FONT_SIZE / 3;
    return [
      `<g transform="translate(0,${top + label * ROW})">`,
      `<title>${escapeXml(`${name}: ${counts[label]}`)}</title>`,
      `<text x="${left - GAP}" y="${middle}" text-anchor="end">${escapeXml(shorten(name, nameWidth))}</text>`,
      `<rect x="${left}" y="2" width="${width}" height="${ROW - 4}" fill="#4878a8"/>`,
      `<text x="${left + width + 5}" y="${middle}" fill="#666">${counts[label]!.toLocaleString("en-US")}</text>`,
      "</g>",
    ].join("");
  });
  const width = left + barWidth + COUNT_WIDTH;
  return svgDocument(
    width,
    top + rows.length * ROW + GAP,
    title === undefined ? rows : [svgTitle(title, GAP, width - 2 * GAP), ...rows],
  );
}
