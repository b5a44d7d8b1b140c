/**
 * Features that were computed before. Those of a base are in numbered files, BASE/0, BASE/1, …, each whole and never changed:
 * so images may be added and removed, programs that compute at the same time only add files, and a damaged file costs no
 * more than its own images.
 */
import { DatasetStorageError, type FileStore } from "@imgcls/datasets";
import { type Features, segmentBytes, segmentFeatures } from "./feature-segment.js";

export interface FeatureCache {
  /** By the SHA-256 of an image's pixels. Undefined: to be computed. */
  get(key: string): Float32Array | undefined;
  add(key: string, features: Float32Array): void;
  /** Writes down what was added since. */
  flush(): Promise<void>;
}

/**
 * Reads what there is. A cache is no condition of computing: where it cannot be read or written, it is in memory only.
 *
 * @param store undefined: in memory only
 * @param base 64 hexadecimal digits
 * @param onNote told in a sentence what is wrong with it
 */
export async function openFeatureCache(
  store: FileStore | undefined,
  { base, width }: { readonly base: string; readonly width: number },
  onNote: (note: string) => void,
): Promise<FeatureCache> {
  const known = new Map<string, Float32Array>();
  let added = new Map<string, Float32Array>();
  let usable = store;
  const nameOf = (segment: number) => `${base}/${segment}`;

  async function whereUsable(action: (store: FileStore) => Promise<void>): Promise<void> {
    if (usable === undefined) return;
    try {
      await action(usable);
    } catch (error) {
      if (!(error instanceof DatasetStorageError)) throw error;
      usable = undefined;
      onNote(`features are not kept for the next time: ${error.message}`);
    }
  }

  async function read(from: FileStore, segment: number): Promise<void> {
    const name = nameOf(segment);
    const features = await segmentFeatures(await from.read(name), width);
    if (features !== undefined) {
      for (const [key, values] of features) known.set(key, values);
      return;
    }
    onNote(`the cached features in ${name} of ${from.location} are damaged, and are computed again`);
    await from.exclusively(base, () => from.write(name, piecesOf(new Map(), width)));
  }

  await whereUsable(async (from) => {
    for (let segment = 0; (await from.size(nameOf(segment))) !== undefined; segment++)
      await read(from, segment);
  });
  return {
    get: (key) => known.get(key),
    add(key, features) {
      known.set(key, features);
      added.set(key, features);
    },
    async flush() {
      if (added.size === 0) return;
      const features = added;
      added = new Map();
      await whereUsable((to) =>
        to.exclusively(base, async () => {
          let segment = 0;
          while ((await to.size(nameOf(segment))) !== undefined) segment += 1;
          await to.write(nameOf(segment), piecesOf(features, width));
        }),
      );
    },
  };
}

async function* piecesOf(features: Features, width: number): AsyncGenerator<Uint8Array> {
  yield await segmentBytes(features, width);
}
