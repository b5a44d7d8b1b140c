import { random } from "../random.js";
import { indicesByClass } from "../sets/class-counts.js";

/** Which images an epoch has, in which order: positions in the data set. Depends on the epoch alone. */
export type EpochOrder = (epoch: number) => Uint32Array;

export interface Sampling {
  readonly shuffle: boolean;
  readonly classBalanced: boolean;
  readonly seed: number;
}

/** The order of the images with these classes. */
export function epochOrder(labels: Int32Array, { shuffle, classBalanced, seed }: Sampling): EpochOrder {
  if (classBalanced) return (epoch) => balancedOrder(labels, seed, epoch);
  const inOrder = () => Uint32Array.from({ length: labels.length }, (_, index) => index);
  return shuffle ? (epoch) => random(seed, "shuffle", epoch).shuffle(inOrder()) : inOrder;
}

/**
 * A class has its images in turn, each round in a new order: all of them come once before one comes twice.
 */
function balancedOrder(labels: Int32Array, seed: number, epoch: number): Uint32Array {
  const draw = random(seed, "class-balanced", epoch);
  // Where the images are no multiple of the classes, the first classes have one more.
  const groups = draw.shuffle(indicesByClass(labels).filter(({ length }) => length > 0));
  const order = Uint32Array.from(labels, (_, i) => {
    const group = groups[i % groups.length]!;
    const turn = Math.floor(i / groups.length) % group.length;
    if (turn === 0) draw.shuffle(group);
    return group[turn]!;
  });
  return draw.shuffle(order);
}
