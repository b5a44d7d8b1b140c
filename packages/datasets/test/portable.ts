// What tests use on every platform.
import { createLazyImages, type LazyImages, readImages } from "../src/image-set.js";
import { createLabeledImages, type LabeledImages } from "../src/labeled-images.js";

/** The IDX file of these dimensions. */
export function idxFile(dimensions: readonly number[], values: ArrayLike<number>): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * dimensions.length));
  header.setUint32(0, 0x0800 + dimensions.length);
  dimensions.forEach((size, i) => {
    header.setUint32(4 + 4 * i, size);
  });
  return Uint8Array.from([...new Uint8Array(header.buffer), ...Array.from(values)]);
}

/** `length` images of 2×3×1; image i has pixels i, i+1, … and class i modulo `classes`. */
export function countingImages(length: number, classes = 3): LabeledImages {
  return createLabeledImages({
    images: Uint8Array.from({ length: length * 6 }, (_, at) => (Math.floor(at / 6) + (at % 6)) % 256),
    labels: Int32Array.from({ length }, (_, i) => i % classes),
    shape: [2, 3, 1],
    classNames: Array.from({ length: classes }, (_, i) => `class ${i}`),
  });
}

/** The same images, read later. */
export const lazily = (data: LabeledImages): LazyImages =>
  createLazyImages({
    ...data,
    async read(indices, out, signal) {
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      await readImages(data, indices, out);
    },
  });

export async function* chunksOf(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** A promise that something else lets pass. */
export function gate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

/** The error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new TypeError(`rejected with ${String(error)}, which is no Error`);
  }
  throw new Error("expected a rejection");
}
