import { palette } from "@imgcls/charts";
import { array, type Checks, finite } from "@imgcls/checks";
import type { ReliabilityBin } from "../metrics/reliability-bins.js";
import { inputProblems, requireNone } from "../option-checks.js";
import { unitSquare } from "./unit-square.js";

const BIN: Checks<ReliabilityBin> = {
  from: finite,
  to: finite,
  weight: finite,
  confidence: finite,
  accuracy: finite,
};
const NAMES = ["from", "to", "weight", "confidence", "accuracy"] as const;

/**
 * How often the model is right where it is how sure (SVG): on the dashed line it is as right as it is sure, below it is too
 * sure. The area of a mark grows with the images in its bin. Guo et al. 2017.
 *
 * @param bins of `reliability`, with at least one image each
 * @throws EvaluationInputError for bins that are none
 */
export function reliabilityDiagram(bins: readonly ReliabilityBin[]): string {
  requireBins("Cannot draw a reliability diagram", bins);
  const largest = bins.reduce((most, { weight }) => Math.max(most, weight), 0);
  return unitSquare({
    description: describe(bins),
    xName: "likelihood that the model gave",
    yName: "share of right answers",
    diagonal: true,
    lines: [
      {
        color: palette.train,
        points: bins.map(({ confidence, accuracy }) => [confidence, accuracy] as const),
        symbol: "circle",
        markSize: (bin) => 5 + 11 * Math.sqrt(bins[bin]!.weight / largest),
      },
    ],
  });
}

/** @throws EvaluationInputError for bins that are none */
export function requireBins(object: string, bins: readonly ReliabilityBin[]): void {
  requireNone(
    object,
    array.accepts(bins)
      ? bins.flatMap((bin, i) => inputProblems(`bins[${i}]`, bin, BIN, NAMES, () => []))
      : [`expected bins to be ${array.expected}`],
  );
}

function describe(bins: readonly ReliabilityBin[]): string {
  const percent = (share: number) => `${(100 * share).toFixed(0)}%`;
  const each = bins.map(({ confidence, accuracy }) => `${percent(accuracy)} right at ${percent(confidence)}`);
  return `Reliability diagram, right answers by the likelihood that the model gave: ${each.join(", ")}.`;
}
