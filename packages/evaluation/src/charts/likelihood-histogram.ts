import { histogram, percentText } from "@imgcls/charts";
import type { ReliabilityBin } from "../metrics/reliability-bins.js";
import { requireBins } from "./reliability-diagram.js";

/**
 * How sure the model was how often, when it was right and when it was wrong (SVG). A model that knows what it does not know
 * has its mistakes on the left.
 *
 * @param bins of `reliability`, with at least one image each
 * @throws EvaluationInputError for bins that are none
 */
export function likelihoodHistogram(bins: readonly ReliabilityBin[]): string {
  requireBins("Cannot draw a histogram of likelihoods", bins);
  const sum = (of: (bin: ReliabilityBin) => number) =>
    Math.round(bins.reduce((total, bin) => total + of(bin), 0)).toLocaleString("en-US");
  const right = sum(({ weight, accuracy }) => weight * accuracy);
  const wrong = sum(({ weight, accuracy }) => weight * (1 - accuracy));
  return histogram({
    description: `Histogram of the likelihood that the model gave to its answers, ${right} of them right and ${wrong} wrong.`,
    bins: bins.map(({ from, to, weight, accuracy }) => ({
      from,
      to,
      counts: [weight * accuracy, weight * (1 - accuracy)],
    })),
    names: ["right", "wrong"],
    range: [0, 1],
    xName: "likelihood that the model gave",
    yName: "images",
    format: (share) => percentText(Number(share.toFixed(3))),
  });
}
