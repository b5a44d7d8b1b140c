import type { Oddities, Tally } from "./tally.js";

interface Given {
  readonly labels: ArrayLike<number>;
  readonly predicted?: ArrayLike<number> | undefined;
  readonly probabilities?: ArrayLike<number> | undefined;
}

/** What is wrong with the values that were counted: a sentence for each kind. */
export function tallyProblems(tally: Tally, { labels, predicted, probabilities }: Given): string[] {
  const { classes, badLabels, badPredicted, badProbabilities } = tally;
  const problems = [
    ...classProblems("labels", badLabels, labels, classes),
    ...classProblems("predicted classes", badPredicted, predicted ?? [], classes),
  ];
  if (probabilities && badProbabilities.count > 0) {
    const { count, first } = badProbabilities;
    problems.push(
      `${count} of ${probabilities.length} values are no probabilities, the first is ${probabilities[first]} at [${Math.floor(first / classes)}, ${first % classes}], expected 0 to 1: apply softmax if the model returns logits, and look for NaN weights if it does not`,
    );
  }
  return problems;
}

const classProblems = (
  name: string,
  { count, first }: Oddities,
  given: ArrayLike<number>,
  classes: number,
) =>
  count === 0
    ? []
    : [
        `${count} of ${given.length} ${name} are outside the ${classes} classes, the first is ${given[first]} at index ${first}, expected whole numbers from 0 to ${classes - 1}`,
      ];
