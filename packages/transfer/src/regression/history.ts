/** The direction of a step, and S times it. */
interface Direction {
  readonly direction: Float64Array;
  readonly image: Float64Array;
}

/** A vector v, and S·v. All scalar products are ⟨u, S·v⟩. */
interface Pair {
  readonly step: Float64Array;
  readonly stepImage: Float64Array;
  readonly change: Float64Array;
  readonly changeImage: Float64Array;
  /** ⟨step, change⟩ */
  readonly curvature: number;
}

/** More would cost more than they save. */
const MEMORY = 8;

/** The last steps and what they changed in the gradient: L-BFGS (Nocedal and Wright, algorithm 7.4). */
export class History {
  private readonly pairs: Pair[] = [];
  private last: { gradient: Float64Array; gradientImage: Float64Array } | undefined;
  private step: { step: Float64Array; stepImage: Float64Array } | undefined;

  /** @param gradientImage S times the gradient */
  direction(gradient: Float64Array, gradientImage: Float64Array): Direction {
    this.remember(gradient, gradientImage);
    const direction = gradient.map((value) => -value);
    const image = gradientImage.map((value) => -value);
    const factors = this.pairs.map(() => 0);
    for (let i = this.pairs.length - 1; i >= 0; i--) {
      const { stepImage, change, changeImage, curvature } = this.pairs[i]!;
      factors[i] = dot(stepImage, direction) / curvature;
      add(direction, -factors[i]!, change);
      add(image, -factors[i]!, changeImage);
    }
    const newest = this.pairs.at(-1);
    if (newest !== undefined) {
      const scale = newest.curvature / dot(newest.change, newest.changeImage);
      for (let i = 0; i < direction.length; i++) {
        direction[i]! *= scale;
        image[i]! *= scale;
      }
    }
    for (const [i, { step, stepImage, changeImage, curvature }] of this.pairs.entries()) {
      const factor = factors[i]! - dot(changeImage, direction) / curvature;
      add(direction, factor, step);
      add(image, factor, stepImage);
    }
    return { direction, image };
  }

  took(direction: Float64Array, image: Float64Array, length: number): void {
    this.step = {
      step: direction.map((value) => length * value),
      stepImage: image.map((value) => length * value),
    };
  }

  private remember(gradient: Float64Array, gradientImage: Float64Array): void {
    const { last, step } = this;
    this.last = { gradient: gradient.slice(), gradientImage: gradientImage.slice() };
    if (last === undefined || step === undefined) return;
    const change = gradient.map((value, i) => value - last.gradient[i]!);
    const changeImage = gradientImage.map((value, i) => value - last.gradientImage[i]!);
    const curvature = dot(step.step, changeImage);
    if (!(curvature > 0)) return;
    this.pairs.push({ ...step, change, changeImage, curvature });
    if (this.pairs.length > MEMORY) this.pairs.shift();
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** `to += factor · what` */
function add(to: Float64Array, factor: number, what: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * what[i]!;
}
