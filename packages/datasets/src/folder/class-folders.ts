import { DatasetFormatError } from "../errors.js";
import { byCodeUnits, type ImageFiles, inNaturalOrder } from "./image-files.js";
import { leftOutText } from "./left-out.js";

export type PartName = "train" | "validation" | "test";

/** Some of the files with the class of each. */
export interface LabeledFiles {
  /** `[count]`, positions in the list of paths. */
  readonly positions: Uint32Array;
  /** `[count]`, class indices. */
  readonly labels: Int32Array;
}

export interface ClassFolders {
  readonly classNames: readonly string[];
  /** `train` is there always; it is everything when there are no folders for parts. */
  readonly parts: { readonly train: LabeledFiles } & { readonly [Part in PartName]?: LabeledFiles };
}

/** What people call the parts, lower case. */
const PART_NAMES: ReadonlyMap<string, PartName> = new Map([
  ["train", "train"],
  ["training", "train"],
  ["val", "validation"],
  ["valid", "validation"],
  ["validation", "validation"],
  ["test", "test"],
  ["testing", "test"],
]);

/** Words beside those: `training_set`, `Test Images`, `seg_train`. */
const OTHER_WORDS: ReadonlySet<string> = new Set([
  "set",
  "data",
  "dataset",
  "image",
  "images",
  "img",
  "imgs",
  "split",
  "seg",
]);

/** `trainset`, `TestSet` and `val2017` are parts too. */
function partOf({ name }: Folder): PartName | undefined {
  const words = name
    .toLowerCase()
    .split(/\P{L}+/u)
    .map((word) => (word === "set" ? word : word.replace(/set$/, "")))
    .filter((word) => word !== "" && !OTHER_WORDS.has(word));
  return words.length === 1 ? PART_NAMES.get(words[0]!) : undefined;
}

/** A folder and the files below it, which are neighbours in the sorted list of paths. */
interface Folder {
  readonly name: string;
  /** Its path with "/" after it; "" for the root. */
  readonly prefix: string;
  readonly start: number;
  readonly end: number;
}

type Tree = Pick<ImageFiles, "location" | "paths" | "folders" | "leftOut">;

/**
 * Which image belongs to which part and class, by the folders it is in: `[part/]class/…/image`. A folder that
 * has nothing but another folder in it is passed over, so an archive may have a folder around everything.
 * Images beside the class folders, or in a folder beside those of the parts, belong to no class and are left out.
 *
 * @param given the class names in the order wanted; default: those of the folders, in natural order
 * @throws DatasetFormatError with everything that is wrong: no class, one class, empty classes, …
 */
export function classFolders(tree: Tree, given?: readonly string[]): ClassFolders {
  const problems: string[] = [];
  const root = passOver(tree, { name: "", prefix: "", start: 0, end: tree.paths.length });
  const partFolders = findParts(tree, root, problems);
  const classesOf = new Map(
    [...partFolders].map(([part, folder]) => {
      const inside = passOver(tree, folder);
      const classes = childrenOf(tree, inside);
      if (classes.length === 0) problems.push(noClass(inside));
      return [part, classes] as const;
    }),
  );
  const classNames = chooseNames(classesOf, given, problems);
  problems.push(...caseProblems([...classesOf.values()].flat()));
  if (problems.length > 0) {
    const others = leftOutText(tree);
    throw new DatasetFormatError(tree.location, [...new Set(problems)], {
      advice: [
        ...(others === ""
          ? []
          : [`These files are left out, which are no readable images by their names: ${others}.`]),
        "Give each class a folder with its images, in the folder itself or in train and test.",
      ].join(" "),
    });
  }
  const index = new Map(classNames.map((name, i) => [name, i]));
  const labeled = [...classesOf].map(([part, classes]) => [part, label(classes, index)] as const);
  return { classNames, parts: Object.fromEntries(labeled) as unknown as ClassFolders["parts"] };
}

/** What images are of where nobody sorted them. */
const UNLABELED = "unlabeled";

/**
 * The same, but where there are no two folders with images, all images are of one class, "unlabeled".
 *
 * @throws DatasetFormatError as `classFolders`, where there are classes, or no image
 */
export function classFoldersIfAny(tree: Tree, given?: readonly string[]): ClassFolders {
  const root = passOver(tree, { name: "", prefix: "", start: 0, end: tree.paths.length });
  const parts = [...findParts(tree, root, []).values()];
  const classes = parts.flatMap((part) => childrenOf(tree, passOver(tree, part)));
  if (tree.paths.length === 0 || classes.filter(({ start, end }) => end > start).length > 1) {
    return classFolders(tree, given);
  }
  const positions = Uint32Array.from(tree.paths.keys());
  const train = { positions, labels: new Int32Array(positions.length) };
  return { classNames: [UNLABELED], parts: { train } };
}

/** The folder inside, as long as there is nothing else. A folder with images is a class, though. */
function passOver(tree: Tree, folder: Folder): Folder {
  const [only, ...others] = childrenOf(tree, folder);
  if (only === undefined || others.length > 0 || hasImages(tree, folder) || hasImages(tree, only))
    return folder;
  return childrenOf(tree, only).length === 0 ? folder : passOver(tree, only);
}

/** Whether there are images in the folder itself. */
function hasImages({ paths }: Tree, { prefix, start, end }: Folder): boolean {
  for (let i = start; i < end; i++) if (!paths[i]!.includes("/", prefix.length)) return true;
  return false;
}

/** The folders in a folder, in the order of their code units, empty ones too. */
function childrenOf({ paths, folders }: Tree, { prefix, start, end }: Folder): Folder[] {
  const found = new Map<string, Folder>();
  for (let i = start; i < end; ) {
    const slash = paths[i]!.indexOf("/", prefix.length);
    const first = i++;
    if (slash < 0) continue;
    const childPrefix = paths[first]!.slice(0, slash + 1);
    while (i < end && paths[i]!.startsWith(childPrefix)) i++;
    const name = childPrefix.slice(prefix.length, -1);
    found.set(name, { name, prefix: childPrefix, start: first, end: i });
  }
  for (const path of folders) {
    const name = path.slice(prefix.length);
    if (!path.startsWith(prefix) || name === "" || name.includes("/") || found.has(name)) continue;
    found.set(name, { name, prefix: `${path}/`, start: 0, end: 0 });
  }
  return [...found.values()].sort((a, b) => byCodeUnits(a.name, b.name));
}

/** The folders of the parts; the whole is `train` when there are none. */
function findParts(tree: Tree, root: Folder, problems: string[]): ReadonlyMap<PartName, Folder> {
  const parts = new Map<PartName, Folder>();
  const twice: string[] = [];
  const others: Folder[] = [];
  for (const folder of childrenOf(tree, root)) {
    const part = partOf(folder);
    const same = part && parts.get(part);
    if (part === undefined) others.push(folder);
    else if (same === undefined) parts.set(part, folder);
    else twice.push(`expected one folder for ${part}, received ${same.name} and ${folder.name}`);
  }
  // A single one of these names may be a class: there are trains among vehicles.
  if (parts.size < 2) return new Map([["train", root]]);
  problems.push(...twice);
  if (!parts.has("train")) problems.push(`expected a folder train beside ${listOf([...parts.values()])}`);
  const strange = others.filter((folder) => hasClasses(tree, folder));
  if (strange.length > 0) {
    problems.push(
      `expected no other folders with images of classes beside ${listOf([...parts.values()])}, received ${listOf(strange)}`,
    );
  }
  return parts;
}

/** Pictures to predict, which have no class, are often beside the parts: `single_prediction`, `pred/pred`. */
const hasClasses = (tree: Tree, folder: Folder): boolean =>
  folder.end > folder.start && childrenOf(tree, folder).some(({ name }) => name !== folder.name);

const listOf = (folders: readonly Folder[]): string => folders.map(({ name }) => name).join(", ");

function noClass({ prefix, start, end }: Folder): string {
  const place = prefix === "" ? "" : ` in ${prefix}`;
  return end > start
    ? `expected a folder for each class${place}, received ${end - start} images without one`
    : `expected a folder for each class${place}, found no images`;
}

function chooseNames(
  classesOf: ReadonlyMap<PartName, readonly Folder[]>,
  given: readonly string[] | undefined,
  problems: string[],
): readonly string[] {
  const train = classesOf.get("train") ?? [];
  const found = [...new Set(train.map(nameOf))].sort(inNaturalOrder);
  const empty = train.filter(({ start, end }) => start === end);
  if (empty.length > 0) problems.push(`expected images in every class, found none in ${listOf(empty)}`);
  if (found.length === 1) problems.push(`expected at least two classes, received one: ${found[0]}`);
  for (const [part, classes] of classesOf) {
    const unknown = classes.filter((folder) => !found.includes(nameOf(folder)));
    if (unknown.length > 0 && part !== "train") {
      problems.push(`expected in ${part} the classes of train, received ${listOf(unknown)} too`);
    }
  }
  if (given === undefined) return found;
  const missing = found.filter((name) => !given.includes(name));
  const more = given.filter((name, i) => !found.includes(name) || given.indexOf(name) !== i);
  if (missing.length > 0)
    problems.push(`expected classNames to have every class, it lacks ${missing.join(", ")}`);
  if (more.length > 0)
    problems.push(`expected every one of classNames to be a folder, once, received ${more.join(", ")}`);
  return given;
}

/** macOS writes accents in two characters, others in one. */
const nameOf = ({ name }: Folder): string => name.normalize("NFC");

/** Names that are one folder on some systems and two on others. */
function caseProblems(classes: readonly Folder[]): string[] {
  const seen = new Map<string, string>();
  return classes.flatMap((folder) => {
    const name = nameOf(folder);
    const other = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    return other === undefined || other === name
      ? []
      : [`expected class names that differ in more than upper and lower case, received ${other} and ${name}`];
  });
}

function label(classes: readonly Folder[], index: ReadonlyMap<string, number>): LabeledFiles {
  const count = classes.reduce((sum, { start, end }) => sum + end - start, 0);
  const positions = new Uint32Array(count);
  const labels = new Int32Array(count);
  const ordered = [...classes].sort((a, b) => index.get(nameOf(a))! - index.get(nameOf(b))!);
  let at = 0;
  for (const folder of ordered) {
    for (let position = folder.start; position < folder.end; position++, at++) {
      positions[at] = position;
      labels[at] = index.get(nameOf(folder))!;
    }
  }
  return { positions, labels };
}
