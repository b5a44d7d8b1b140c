import { barChart, percentText } from "@imgcls/charts";
import type { Evaluation } from "../evaluate.js";
import { wilsonInterval } from "../statistics/wilson.js";

/** More are no picture any more: those that are found least are shown. */
const MOST_CLASSES = 40;

/**
 * The share of each class's images that were found (recall), the lowest first, with the interval in which it is for new
 * images (Wilson, 95 %), as bars (SVG). Of more than 40 classes, the 40 lowest. Classes without images are left out.
 */
export function classRecallChart({ perClass }: Evaluation): string {
  const known = perClass.filter(({ support }) => support > 0).sort((a, b) => a.recall - b.recall);
  const shown = known.slice(0, MOST_CLASSES);
  const part = shown.length < known.length ? `, the ${shown.length} lowest of ${known.length}` : "";
  return barChart({
    description: `Bars of the share of images found, by class${part}, with its 95 % interval.`,
    bars: shown.map(({ class: name, recall, support }) => {
      const { low, high } = wilsonInterval(Math.round(recall * support), support);
      return { name, value: recall, interval: [low, high] };
    }),
    most: 1,
    format: (share) => percentText(Number(share.toFixed(3))),
  });
}
