import { addScaled, dot } from "../algebra/vectors.js";

/** A vector, and what the metric makes of it: scalar products are ⟨u, image of v⟩. */
export interface Direction {
  readonly vector: Float64Array;
  readonly image: Float64Array;
}

interface Pair {
  readonly step: Direction;
  /** Of the gradient. */
  readonly change: Direction;
  /** ⟨step, change⟩ */
  readonly curvature: number;
}

/** More would cost more than they save. */
const MEMORY = 8;

/** The last steps and what they changed in the gradient: L-BFGS (Nocedal and Wright, algorithm 7.4). */
export class History {
  private readonly pairs: Pair[] = [];
  private gradient: Direction | undefined;
  private step: Direction | undefined;

  /** Where to go from a place with this gradient. */
  direction(gradient: Direction): Direction {
    this.remember(gradient);
    const vector = gradient.vector.map((value) => -value);
    const image = gradient.image.map((value) => -value);
    const factors = this.pairs.map(() => 0);
    for (let i = this.pairs.length - 1; i >= 0; i--) {
      const { step, change, curvature } = this.pairs[i]!;
      factors[i] = dot(step.image, vector) / curvature;
      addScaled(vector, -factors[i]!, change.vector);
      addScaled(image, -factors[i]!, change.image);
    }
    const newest = this.pairs.at(-1);
    if (newest !== undefined) {
      const scale = newest.curvature / dot(newest.change.vector, newest.change.image);
      for (let i = 0; i < vector.length; i++) {
        vector[i]! *= scale;
        image[i]! *= scale;
      }
    }
    for (const [i, { step, change, curvature }] of this.pairs.entries()) {
      const factor = factors[i]! - dot(change.image, vector) / curvature;
      addScaled(vector, factor, step.vector);
      addScaled(image, factor, step.image);
    }
    return { vector, image };
  }

  took({ vector, image }: Direction, length: number): void {
    this.step = {
      vector: vector.map((value) => length * value),
      image: image.map((value) => length * value),
    };
  }

  private remember(gradient: Direction): void {
    const { gradient: last, step } = this;
    this.gradient = gradient;
    if (last === undefined || step === undefined) return;
    const change = {
      vector: gradient.vector.map((value, i) => value - last.vector[i]!),
      image: gradient.image.map((value, i) => value - last.image[i]!),
    };
    const curvature = dot(step.vector, change.image);
    if (!(curvature > 0)) return;
    this.pairs.push({ step, change, curvature });
    if (this.pairs.length > MEMORY) this.pairs.shift();
  }
}
