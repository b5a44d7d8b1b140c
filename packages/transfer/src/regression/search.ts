import { matrix } from "../algebra/matrix.js";
import { addScaled, dot } from "../algebra/vectors.js";
import { type Direction, History } from "./history.js";
import { softmaxLoss, type Target } from "./softmax-loss.js";
import type { Place, Space } from "./space.js";

/** What has to be gained by a step, as a share of what the slope promises (Armijo). */
const SUFFICIENT = 1e-4;
const MOST_HALVINGS = 30;

/** One regression on its way: `aim`, then `move`, until it has converged. */
export class Search {
  iterations = 0;
  converged = false;
  /** Of the loss by the logits, `[classes, images]`. */
  lossGradient: Float64Array;
  direction: Direction = { vector: new Float64Array(0), image: new Float64Array(0) };
  private slope = 0;
  private objective: number;
  private readonly history = new History();

  constructor(
    private readonly space: Space,
    private readonly target: Target,
    private readonly tolerance: number,
    public place: Place,
  ) {
    this.lossGradient = new Float64Array(place.logits.values.length);
    this.objective = this.judge(place, this.lossGradient);
  }

  /** @param image of the gradient, in the metric of the space */
  aim(gradient: Float64Array, image: Float64Array): void {
    const { vector, image: ownImage } = this.place;
    if (dot(gradient, image) <= this.tolerance ** 2 * dot(vector.values, ownImage.values)) {
      this.converged = true;
      return;
    }
    this.direction = this.history.direction({ vector: gradient, image });
    this.slope = dot(gradient, this.direction.image);
  }

  /** @param logits how the direction changes them */
  move(logits: Float64Array): void {
    const lossGradient = new Float64Array(logits.length);
    let length = 1;
    for (let halvings = 0; halvings < MOST_HALVINGS; halvings++) {
      const place = this.placeAt(length, logits);
      const gained = this.judge(place, lossGradient) - this.objective;
      if (gained <= SUFFICIENT * length * this.slope) {
        this.history.took(this.direction, length);
        this.place = place;
        this.lossGradient = lossGradient;
        this.objective += gained;
        this.iterations++;
        return;
      }
      // The least of the parabola through both values and the slope.
      const least = (-this.slope * length ** 2) / (2 * (gained - this.slope * length));
      length = Math.min(length / 2, Math.max(length / 10, least));
    }
    // Rounding hides what is left to gain.
    this.converged = true;
  }

  private placeAt(length: number, logits: Float64Array): Place {
    const { vector, image, logits: own } = this.place;
    const moved = ({ rows, columns, values }: Place["vector"], along: Float64Array) => {
      const sum = values.slice();
      addScaled(sum, length, along);
      return matrix(rows, columns, sum);
    };
    const nextLogits = moved(own, logits);
    return {
      vector: moved(vector, this.direction.vector),
      image: image.values === own.values ? nextLogits : moved(image, this.direction.image),
      logits: nextLogits,
    };
  }

  private judge(place: Place, lossGradient: Float64Array): number {
    return softmaxLoss(place.logits.values, this.target, lossGradient) + this.space.penaltyAt(place);
  }
}
