import { random } from "../random.js";
import { indicesByClass } from "../sets/class-counts.js";

/** Which images an epoch has, in which order: positions in the data set. Depends only on the epoch. */
export type EpochOrder = (epoch: number) => Uint32Array;

export interface Sampling {
  readonly shuffle: boolean;
  readonly classBalanced: boolean;
  readonly seed: number;
}

/** The order of the images with these classes. */
export function epochOrder(labels: Int32Array, { shuffle, classBalanced, seed }: Sampling): EpochOrder {
  if (classBalanced) return balancedOrder(labels, seed);
  const inOrder = () => Uint32Array.from({ length: labels.length }, (_, index) => index);
  return shuffle ? (epoch) => random(seed, "shuffle", epoch).shuffle(inOrder()) : inOrder;
}

/**
 * Epochs are cut from one endless row in which the classes take turns, and so do the images of a class:
 *
 *     a₁ b₁ c₁ a₂ b₂ c₁ a₃ b₁ c₁ …   (2 images of class b, 1 of c)
 *
 * Any piece of it has every class equally often, and every image of a class, to within one. Which class and image is
 * the first, second, … is drawn once; the order in an epoch is drawn anew.
 */
function balancedOrder(labels: Int32Array, seed: number): EpochOrder {
  const draw = random(seed, "class-balanced");
  const groups = draw.shuffle(indicesByClass(labels).filter(({ length }) => length > 0));
  for (const group of groups) draw.shuffle(group);
  return (epoch) => {
    const start = (epoch - 1) * labels.length;
    const order = Uint32Array.from(labels, (_, i) => {
      const group = groups[(start + i) % groups.length]!;
      return group[Math.floor((start + i) / groups.length) % group.length]!;
    });
    return random(seed, "class-balanced", epoch).shuffle(order);
  };
}
