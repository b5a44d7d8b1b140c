import type { Examples } from "../examples.js";
import { type Space, type Spaces, spacesOf } from "./space.js";
import { type Standardized, standardize } from "./standardize.js";

/** A regression on given examples, for any strength and any weights of its images. */
export interface Problem {
  readonly examples: Examples;
  readonly standardized: Standardized;
  readonly spaces: Spaces;
}

/** @param standardization 1: as scikit-learn's StandardScaler */
export function regressionProblem(examples: Examples, standardization = 1): Problem {
  const standardized = standardize(examples.features, examples.labels.length, standardization);
  return { examples, standardized, spaces: spacesOf(standardized.features) };
}

/**
 * The space for a strength C. Two classes have two columns of weights here, ±w/2, where scikit-learn has one, w:
 * so the same penalty of w is twice that of the columns. The curvature is that of probabilities which are all equal.
 */
export const spaceFor = ({ spaces, examples: { classes } }: Problem, strength: number): Space =>
  spaces((classes === 2 ? 2 : 1) / strength, 1 / classes);
