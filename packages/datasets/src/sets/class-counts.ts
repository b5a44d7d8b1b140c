import type { ImageSet } from "../image-set.js";

/** How many images each class has: `[classes]`, in the order of `classNames`. */
export function classCounts({ labels, classNames }: ImageSet): number[] {
  const counts = new Array<number>(classNames.length).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}

/**
 * The weight that makes every class count as much as the others: images / (classes · images of the class),
 * `[classes]`, scikit-learn's "balanced". Classes without images have weight 0 and are not counted.
 */
export function classWeights(data: ImageSet): number[] {
  const counts = classCounts(data);
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : data.length / (present * count)));
}

/** The position of the first image of every class that has one, in the order of the classes. */
export function firstOfEachClass({ labels, classNames }: ImageSet): number[] {
  return classNames.map((_, label) => labels.indexOf(label)).filter((index) => index >= 0);
}

/** The positions of each class's images, in order, up to the last class that has one. */
export function indicesByClass(labels: Int32Array): number[][] {
  const groups: number[][] = [];
  labels.forEach((label, index) => {
    while (groups.length <= label) groups.push([]);
    groups[label]!.push(index);
  });
  return groups;
}
