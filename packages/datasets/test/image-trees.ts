import { encode } from "fast-png";

/** A PNG file of one colour. */
export const plainPng = (level: number, width = 6, height = 4): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    encode({ width, height, channels: 3, data: new Uint8Array(width * height * 3).fill(level) }),
  );

/** Files by path: `images` of each class, whose grey level tells them apart. */
export function classTree(
  classes: readonly string[],
  images: number,
  prefix = "",
): Record<string, Uint8Array<ArrayBuffer>> {
  const files = classes.flatMap((name, c) =>
    Array.from(
      { length: images },
      (_, i) => [`${prefix}${name}/${i}.png`, plainPng((c * images + i) % 256)] as const,
    ),
  );
  return Object.fromEntries(files);
}

/** As an `<input webkitdirectory>` gives them. */
export const pickedFiles = (tree: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): File[] =>
  Object.entries(tree).map(([path, bytes]) =>
    Object.defineProperty(new File([bytes], path.slice(path.lastIndexOf("/") + 1)), "webkitRelativePath", {
      value: path,
    }),
  );
