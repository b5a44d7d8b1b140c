import { type Matrix, matrix } from "../algebra/matrix.js";
import { Search } from "./search.js";
import { softmaxLoss, type Target } from "./softmax-loss.js";
import type { Place, Space } from "./space.js";

/** Where a regression stands. */
export interface Fit {
  /** In its space; one row a class. */
  readonly place: Place;
  readonly iterations: number;
  readonly converged: boolean;
}

export interface FitOptions {
  /** How small the gradient has to be, as a share of the solution, in the metric of the space. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Logits to begin with, `[classes, images]`, one array a target. Default: zeros. */
  readonly from?: readonly Float64Array[] | undefined;
}

/**
 * Several regressions on the same features, each with its own target, side by side: the matrix products of a step are one for
 * all. Each is minimized by L-BFGS in the metric of the space.
 */
export function fitSideBySide(space: Space, targets: readonly Target[], options: FitOptions): Fit[] {
  const [{ classes, labels }] = targets as [Target];
  const stack = (rows: readonly Float64Array[]) => stacked(rows, classes);
  const split = (all: Matrix) => parts(all, classes);
  const starts = targets.map((target, i) => {
    const from = options.from?.[i] ?? new Float64Array(classes * labels.length);
    const gradient = new Float64Array(from.length);
    softmaxLoss(from, target, gradient);
    return from.map((logit, at) => space.curvature * logit - gradient[at]!);
  });
  const start = space.stepTo(stack(starts));
  const [vectors, images, logits] = [split(start.vector), split(start.image), split(start.logits)];
  const searches = targets.map((target, i) => {
    const place = { vector: vectors[i]!, image: images[i]!, logits: logits[i]! };
    return new Search(space, target, options.tolerance, place);
  });
  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    const open = searches.filter(({ converged }) => !converged);
    if (open.length === 0) break;
    const place = {
      vector: stack(open.map((search) => search.place.vector.values)),
      image: stack(open.map((search) => search.place.image.values)),
      logits: stack(open.map((search) => search.place.logits.values)),
    };
    const gradient = space.gradientAt(place, stack(open.map((search) => search.lossGradient)));
    const [ofVectors, ofImages] = [split(gradient.vector), split(gradient.image)];
    for (const [i, search] of open.entries()) search.aim(ofVectors[i]!.values, ofImages[i]!.values);
    const moving = open.filter(({ converged }) => !converged);
    if (moving.length === 0) break;
    const along = space.logitsAlong({
      vector: stack(moving.map((search) => search.direction.vector)),
      image: stack(moving.map((search) => search.direction.image)),
    });
    for (const [i, part] of split(along).entries()) moving[i]!.move(part.values);
  }
  return searches.map(({ place, iterations, converged }) => ({ place, iterations, converged }));
}

/** Rows of regressions, one below the other. @param classes rows of each */
function stacked(rows: readonly Float64Array[], classes: number): Matrix {
  const size = rows[0]!.length;
  const all = matrix(rows.length * classes, size / classes);
  for (const [i, row] of rows.entries()) all.values.set(row, i * size);
  return all;
}

function parts({ rows, columns, values }: Matrix, classes: number): Matrix[] {
  const size = classes * columns;
  return Array.from({ length: rows / classes }, (_, i) =>
    matrix(classes, columns, values.subarray(i * size, (i + 1) * size)),
  );
}
