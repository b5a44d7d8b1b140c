/** How a recipe's last layer comes to its weights. */
import { describedProblems, flag, type Options, option, unknownName } from "@imgcls/checks";
import type { OptionTable } from "@imgcls/training";

/** By steps, as every layer. */
export interface TrainedHead {
  readonly type: "trained";
}

/**
 * By multinomial logistic regression on the features of the layers before it, to convergence, before any step. Without
 * epochs the model is those layers with this head; with some, they begin from there.
 */
export interface RegressionHead {
  readonly type: "logisticRegression";
  /** Inverse of the penalty, scikit-learn's `C` on standardized features; "auto": the best in cross-validation. */
  readonly strength: "auto" | number;
  /** Of the cross-validation. */
  readonly folds: number;
  /** Whether the mirror images of the training images count, too. */
  readonly flips: boolean;
}

export type HeadSettings = TrainedHead | RegressionHead;
export type HeadName = HeadSettings["type"];

/** Whether the last layer has its weights before any step. */
export const hasComputedHead = <Asked extends { readonly head?: { readonly type?: string } | undefined }>(
  asked: Asked,
): asked is Asked & { readonly head: RegressionHead } =>
  asked.head?.type !== undefined && asked.head.type !== "trained";

/** Whether steps are asked for, where the head alone is a model. */
export const hasSteps = ({
  epochs = 0,
  phases = [],
}: {
  readonly epochs?: number | undefined;
  readonly phases?: readonly unknown[] | undefined;
}): boolean => epochs > 0 || phases.length > 0;

const LARGEST_STRENGTH = 1e6;
const MOST_FOLDS = 20;

const REGRESSION: Options<Omit<RegressionHead, "type">> = {
  strength: option(
    {
      expected: `"auto", or a number above 0, up to ${LARGEST_STRENGTH}`,
      accepts: (value) =>
        value === "auto" ||
        (Number.isFinite(value) && (value as number) > 0 && (value as number) <= LARGEST_STRENGTH),
    },
    {
      about:
        "inverse of the penalty, as scikit-learn's C, on features of nearly equal scale; auto: by cross-validation. Where steps follow, 0.001 by default",
      default: "auto",
    },
  ),
  folds: option(
    {
      expected: `a whole number from 2 to ${MOST_FOLDS}`,
      accepts: (value) =>
        Number.isSafeInteger(value) && (value as number) >= 2 && (value as number) <= MOST_FOLDS,
      kind: "integer",
      least: 2,
      greatest: MOST_FOLDS,
    },
    { about: "parts of the cross-validation", default: 5 },
  ),
  flips: option(flag, { about: "the mirror images count, too", default: false }),
};

export const HEAD_NAMES = ["trained", "logisticRegression"] as const satisfies readonly HeadName[];

export const headOptions = (name: HeadName): OptionTable => (name === "trained" ? {} : REGRESSION);

/** What is wrong with a head: sentences that name `path`. */
export function headProblems(head: { readonly type?: unknown }, path: string): string[] {
  const { type, ...options } = head;
  if (HEAD_NAMES.includes(type as HeadName)) {
    return describedProblems(path, options, headOptions(type as HeadName));
  }
  return [`${path}.type: ${unknownName("head", String(type), HEAD_NAMES)}`];
}
