import {
  createLazyImages,
  type ImageSet,
  isInMemory,
  type LazyImages,
  readImages,
  type SameKind,
} from "../image-set.js";
import { createLabeledImages, type LabeledImages, pixelsPerImage } from "../labeled-images.js";

/**
 * The images of several data sets of the same shape and classes, one after another: in memory (copied) when
 * all of them are, else lazy.
 *
 * @throws Error when there is none, or shapes or class names differ
 */
export function concat<Parts extends readonly ImageSet[]>(...parts: Parts): SameKind<Parts[number]> {
  const [first] = parts;
  if (first === undefined) throw new Error("[imgcls/datasets] concat: expected data sets, received none.");
  const problems = parts.flatMap((part, i) =>
    differences(first, part).map((text) => `data set ${i} ${text}`),
  );
  if (problems.length > 0) {
    throw new Error(
      `[imgcls/datasets] concat: expected the shape and classes of data set 0: ${problems.join("; ")}.`,
    );
  }
  const labels = joined(Int32Array, parts, (part) => part.labels);
  const inMemory = parts.filter(isInMemory);
  if (inMemory.length < parts.length) {
    return createLazyImages({ ...first, labels, ...readersOf(parts) }) as SameKind<Parts[number]>;
  }
  const images = joined(Uint8Array, inMemory, (part: LabeledImages) => part.images);
  return createLabeledImages({ ...first, images, labels }) as SameKind<Parts[number]>;
}

function differences(first: ImageSet, { shape, classNames }: ImageSet): string[] {
  const problems: string[] = [];
  if (shape.join("×") !== first.shape.join("×")) {
    problems.push(`has images of ${shape.join("×")}, not ${first.shape.join("×")}`);
  }
  if (JSON.stringify(classNames) !== JSON.stringify(first.classNames)) {
    problems.push(`has the classes ${classNames.join(", ")}, not ${first.classNames.join(", ")}`);
  }
  return problems;
}

function joined<Part extends { length: number }, Values extends Int32Array | Uint8Array>(
  kind: new (length: number) => Values,
  parts: readonly Part[],
  valuesOf: (part: Part) => Values,
): Values {
  const values = new kind(parts.reduce((sum, part) => sum + valuesOf(part).length, 0));
  let offset = 0;
  for (const part of parts) {
    values.set(valuesOf(part), offset);
    offset += valuesOf(part).length;
  }
  return values;
}

function readersOf(parts: readonly ImageSet[]): Pick<LazyImages, "read" | "pathOf" | "sizeOf"> {
  const starts = parts.map((_, p) => parts.slice(0, p).reduce((sum, { length }) => sum + length, 0));
  const partAt = (index: number): number => starts.findLastIndex((start) => start <= index);
  /** What all parts tell of their files. */
  const ofFile = <Value>(tellerOf: (part: LazyImages) => ((index: number) => Value) | undefined) => {
    const tellers = parts.map((part) => (isInMemory(part) ? undefined : tellerOf(part)));
    if (tellers.includes(undefined)) return undefined;
    return (index: number): Value => tellers[partAt(index)]!(index - starts[partAt(index)]!);
  };

  /** Asks each part for its images all at once, and puts them where they belong. */
  const read: LazyImages["read"] = async (indices, out, ...how) => {
    const pixels = pixelsPerImage(parts[0]!.shape);
    const wanted = parts.map(() => ({ positions: [] as number[], targets: [] as number[] }));
    for (let i = 0; i < indices.length; i++) {
      const part = partAt(indices[i]!);
      wanted[part]!.positions.push(indices[i]! - starts[part]!);
      wanted[part]!.targets.push(i);
    }
    await Promise.all(
      wanted.map(async ({ positions, targets }, p) => {
        const images = await readImages(parts[p]!, positions, undefined, ...how);
        targets.forEach((target, i) => {
          out.set(images.subarray(i * pixels, (i + 1) * pixels), target * pixels);
        });
      }),
    );
  };

  return { read, pathOf: ofFile(({ pathOf }) => pathOf), sizeOf: ofFile(({ sizeOf }) => sizeOf) };
}
