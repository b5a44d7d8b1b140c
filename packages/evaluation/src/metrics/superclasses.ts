import { texts } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { accuracyOf } from "./accuracy.js";
import { type CheckedInput, checkedInput, type MetricInput } from "./input.js";

export interface HierarchicalAccuracy {
  /** Share of samples that were given their class. */
  readonly accuracy: number;
  /** Share of samples that were given a class of their superclass. */
  readonly superclassAccuracy: number;
  /** Of the samples that were given a wrong class, the share that were given one of their superclass; NaN without mistakes. */
  readonly mistakesWithin: number;
}

/**
 * How far wrong answers are: a beech taken for an oak is a tree still.
 *
 * @param superclasses [classes], the superclass of each class
 * @throws EvaluationInputError with everything that is wrong
 */
export function hierarchicalAccuracy(
  input: MetricInput,
  superclasses: readonly string[],
): HierarchicalAccuracy {
  const { tally, classes } = checkedWith("hierarchicalAccuracy", input, superclasses);
  let within = 0;
  for (let cell = 0; cell < tally.confusion.length; cell++) {
    const isWithin = superclasses[Math.floor(cell / classes)] === superclasses[cell % classes];
    if (isWithin) within += tally.confusion[cell]!;
  }
  const accuracy = accuracyOf(tally);
  const superclassAccuracy = within / tally.weight;
  return {
    accuracy,
    superclassAccuracy,
    mistakesWithin: (superclassAccuracy - accuracy) / (1 - accuracy),
  };
}

/**
 * The same predictions of superclasses, for every other metric: a superclass is as likely as its classes together. The most
 * likely superclass need not be that of the most likely class.
 *
 * @param superclasses [classes], the superclass of each class; they are numbered in the order of their first class
 * @throws EvaluationInputError with everything that is wrong
 */
export function toSuperclasses(input: MetricInput, superclasses: readonly string[]): MetricInput {
  const checked = checkedWith("toSuperclasses", input, superclasses);
  const { labels, classes, probabilities, predicted, weights } = checked;
  const classNames = [...new Set(superclasses)];
  const superclassOf = superclasses.map((name) => classNames.indexOf(name));
  const groups = classNames.length;
  const shared = {
    labels: Int32Array.from(labels, (label) => superclassOf[label]!),
    classNames,
    ...(weights === undefined ? {} : { weights }),
  };
  if (predicted) return { ...shared, predicted: Int32Array.from(predicted, (label) => superclassOf[label]!) };
  const summed = new Float64Array(labels.length * groups);
  for (let i = 0; i < probabilities!.length; i++) {
    summed[Math.floor(i / classes) * groups + superclassOf[i % classes]!]! += probabilities![i]!;
  }
  return { ...shared, probabilities: summed };
}

function checkedWith(owner: string, input: MetricInput, superclasses: readonly string[]): CheckedInput {
  const checked = checkedInput(owner, input, "labels");
  const fits = texts.accepts(superclasses) && superclasses.length === checked.classes;
  requireNone(
    `Cannot compute ${owner}`,
    fits ? [] : [`expected superclasses to be a list of ${checked.classes} texts, one a class`],
  );
  return checked;
}
