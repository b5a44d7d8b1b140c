import type { Matrix } from "../algebra/matrix.js";
import { featureSpaces } from "./feature-space.js";
import { imageSpaces } from "./image-space.js";

/**
 * Where a regression with a penalty λ is minimized: coefficients, and a metric in which one step would be enough if the loss
 * had the curvature κ everywhere: ridge regression's. So it converges in some ten steps, however different the scales of the
 * features' directions are.
 *
 * There are two for the same regression. What is handed in and out are rows, one a class, of any number of regressions
 * one below the other; ⟨a, image of b⟩ is the scalar product of the metric.
 */
export interface Space {
  /** κ */
  readonly curvature: number;
  /** Where one step leads from logits F whose loss has the gradient r. @param rows κF − r, `[…, images]` */
  stepTo(rows: Matrix): Place;
  /** The gradient of loss and penalty. @param lossGradient `[…, images]` */
  gradientAt(place: Place, lossGradient: Matrix): Vector;
  /** λ|w|²/2. */
  penaltyAt(place: Place): number;
  /** Of a direction: how it changes the logits, `[…, images]`. */
  logitsAlong(direction: Vector): Matrix;
  /** The weights of the standardized features, and the bias. */
  weightsAt(place: Place): { readonly weights: Matrix; readonly bias: Float64Array };
}

export interface Vector {
  readonly vector: Matrix;
  /** What the metric makes of it. */
  readonly image: Matrix;
}

export interface Place extends Vector {
  /** `[…, images]` */
  readonly logits: Matrix;
}

/** What the spaces of all penalties have in common is computed once. */
export type Spaces = (penalty: number, curvature: number) => Space;

/** @param z standardized features, [images, width]: whichever there are fewer of decides how large the matrices are */
export const spacesOf = (z: Matrix): Spaces => (z.rows <= z.columns ? imageSpaces(z) : featureSpaces(z));
