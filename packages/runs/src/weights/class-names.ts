/** What the 1,000 classes of ImageNet are called: the list that Keras offers, which is not a part of this package. */
import { type ArrivedFile, type ObtainFileOptions, obtainFile, type WantedFile } from "@imgcls/datasets";
import { PretrainedError } from "./errors.js";

const INDEX: WantedFile = {
  id: "imagenet",
  kind: "class-names",
  files: [
    {
      name: "imagenet_class_index.json",
      bytes: 35_363,
      sha256: "a1e7a966a1f601d39e4b43e119b3e7dd4a2ad3ea08cf69847cbaf021013767bc",
      urls: [
        "https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json",
        "https://s3.amazonaws.com/deep-learning-models/image-models/imagenet_class_index.json",
      ],
    },
  ],
};

/** The list, from the cache (`class-names/imagenet`) or the network. Throws what `obtainFile` throws. */
export const fetchClassNames = (options: ObtainFileOptions = {}): Promise<ArrivedFile> =>
  obtainFile(INDEX, options);

/** Names of ImageNet's classes in the order of the outputs, as Keras's `decode_predictions` gives them. */
export async function imagenetClassNames(options: ObtainFileOptions = {}): Promise<readonly string[]> {
  const { bytes, file } = await fetchClassNames(options);
  return readClassNames(bytes, file.name, 1000);
}

/** For classes whose names are not known: "class 207". */
export const numberedClasses = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `class ${index}`);

/**
 * Names of classes from a file of one's own: a JSON list; Keras's index, `{ "0": ["n01440764", "tench"], … }`; or text with
 * a name in each line. Throws PretrainedError when it has not `classes` names.
 *
 * @param file its name, for messages
 */
export function readClassNames(bytes: Uint8Array, file: string, classes: number): readonly string[] {
  const text = new TextDecoder().decode(bytes).trim();
  const names = /^[[{]/.test(text) ? namesInJson(text) : text.split(/\r?\n/).map((line) => line.trim());
  if (names?.length === classes && names.every((name) => name !== "")) return names;
  const found = names === undefined ? "other JSON" : `${names.filter((name) => name !== "").length}`;
  throw new PretrainedError([
    `${file}: expected the names of ${classes} classes (a JSON list, Keras's imagenet_class_index.json, or a name in each line), found ${found}`,
  ]);
}

function namesInJson(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const entries = Array.isArray(value)
      ? value
      : Array.from(Object.keys(value as object), (_, i) => at(value, i));
    return entries.every((name) => typeof name === "string") ? entries : undefined;
  } catch {
    return undefined;
  }
}

/** Keras writes "great_white_shark". */
function at(index: unknown, position: number): unknown {
  const entry = (index as Readonly<Record<string, unknown>>)[position];
  const name: unknown = Array.isArray(entry) ? entry[1] : undefined;
  return typeof name === "string" ? name.replaceAll("_", " ") : undefined;
}
