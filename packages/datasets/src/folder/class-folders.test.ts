import { array, assert, constantFrom, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { DatasetFormatError } from "../errors.js";
import { classFolders, classFoldersIfAny } from "./class-folders.js";
import { byCodeUnits } from "./image-files.js";

const arrange = (paths: readonly string[], folders: readonly string[] = [], given?: readonly string[]) =>
  classFolders({ location: "root", paths: [...paths].sort(byCodeUnits), folders, leftOut: {} }, given);

/** For each part the paths with their class names. */
function described(paths: readonly string[], folders?: readonly string[], given?: readonly string[]) {
  const sorted = [...paths].sort(byCodeUnits);
  const { classNames, parts } = arrange(paths, folders, given);
  return Object.fromEntries(
    Object.entries(parts).map(([part, { positions, labels }]) => [
      part,
      Array.from(positions, (position, i) => `${classNames[labels[i]!]}: ${sorted[position]}`),
    ]),
  );
}

const problems = (...args: Parameters<typeof arrange>): readonly string[] => {
  try {
    arrange(...args);
  } catch (error) {
    if (error instanceof DatasetFormatError) return error.problems;
    throw error;
  }
  throw new Error("there was no error");
};

describe("classFolders", () => {
  it("takes each folder as a class, in natural order, with the folders below it", () => {
    const paths = ["c10/a.png", "c2/b.png", "c2/deep/er/a.png", "c1/a.png", "stray.png"];
    expect(arrange(paths).classNames).toEqual(["c1", "c2", "c10"]);
    expect(described(paths)).toEqual({
      train: ["c1: c1/a.png", "c2: c2/b.png", "c2: c2/deep/er/a.png", "c10: c10/a.png"],
    });
  });

  it.each([
    ["train", "validation", "test"],
    ["Training", "val", "TESTING"],
    ["train", "valid", "test"],
    ["training_set", "validation_set", "test_set"],
    ["TrainSet", "valset", "TestSet"],
    ["Train Images", "Validation Images", "Test Images"],
    ["seg_train", "seg_val", "seg_test"],
    ["train2017", "val2017", "test2017"],
  ])("finds the parts %s, %s, %s", (train, validation, test) => {
    const paths = [train, validation, test].flatMap((part) => [`${part}/b/1.png`, `${part}/a/1.png`]);
    expect(described(paths)).toEqual({
      train: [`a: ${train}/a/1.png`, `b: ${train}/b/1.png`],
      validation: [`a: ${validation}/a/1.png`, `b: ${validation}/b/1.png`],
      test: [`a: ${test}/a/1.png`, `b: ${test}/b/1.png`],
    });
  });

  it("passes over folders that have nothing but another folder in them", () => {
    const paths = ["data/set/a/1.png", "data/set/b/1.png"];
    expect(described(paths, ["data", "data/set", "data/set/a", "data/set/b"])).toEqual({
      train: ["a: data/set/a/1.png", "b: data/set/b/1.png"],
    });
    const inParts = ["d/train/train/a/1.png", "d/train/train/b/1.png", "d/test/a/1.png"];
    expect(Object.keys(described(inParts))).toEqual(["test", "train"]);
  });

  it("knows that there are trains among vehicles", () => {
    expect(arrange(["train/1.png", "bus/1.png", "car/1.png"]).classNames).toEqual(["bus", "car", "train"]);
  });

  it.each([
    ["training_set", "test_set", "dataset/"],
    ["Train", "Test", ""],
    ["train-data", "testing-data", "archive/images/"],
  ])("finds %s and %s alone, whatever folders are around them", (train, test, around) => {
    const paths = [train, test].flatMap((part) => [`${around}${part}/b/1.png`, `${around}${part}/a/1.png`]);
    expect(arrange(paths).classNames).toEqual(["a", "b"]);
    expect(Object.keys(described(paths)).sort()).toEqual(["test", "train"]);
  });

  it("leaves out pictures to predict, which are beside the parts and have no class", () => {
    const parts = ["train/a/1.png", "train/b/1.png", "test/a/1.png"];
    const more = ["single_prediction/1.png", "pred/pred/1.png", "2.png"];
    expect(described([...parts, ...more])).toEqual(described(parts));
  });

  it.each([
    ["test tube", "train station"],
    ["tester", "trainer"],
    ["setting", "settrain"],
  ])("knows that %s and %s are classes", (...classes) => {
    expect(arrange(classes.map((name) => `${name}/1.png`)).classNames).toEqual(classes);
  });

  it("says which files it did not read when a class has no images", () => {
    const tree = { location: "root", paths: ["a/1.png"], folders: ["b"], leftOut: { ".heif2": 12, "": 1 } };
    expect(() => classFolders(tree)).toThrow(
      /found none in b.*left out, which are no readable images by their names: 12 \.heif2, 1 without extension\./,
    );
  });

  it("takes the order of the classes that is given", () => {
    const paths = ["a/1.png", "b/1.png", "c/1.png"];
    expect(described(paths, [], ["c", "a", "b"])).toEqual({
      train: ["c: c/1.png", "a: a/1.png", "b: b/1.png"],
    });
    expect(problems(paths, [], ["a", "a", "x"])).toEqual([
      "expected classNames to have every class, it lacks b, c",
      "expected every one of classNames to be a folder, once, received a, x",
    ]);
  });

  it("brings accents into one form", () => {
    const { classNames, parts } = arrange([
      "train/cafe\u0301/1.png",
      "train/b/1.png",
      "test/caf\u00e9/1.png",
    ]);
    expect(classNames).toEqual(["b", "caf\u00e9"]);
    expect(Array.from(parts.test!.labels)).toEqual([1]);
  });

  it.each([
    ["nothing", [], [], /found no images/],
    ["images without a class", ["1.png", "2.png"], [], /received 2 images without one/],
    ["one class", ["cat/1.png", "cat/2.png"], [], /at least two classes, received one: cat/],
    ["an empty class", ["a/1.png", "b/1.png"], ["a", "b", "nobody"], /found none in nobody/],
    ["names that differ in case", ["Cat/1.png", "cat/1.png"], [], /received Cat and cat/],
    [
      "names that differ in case in the parts",
      ["train/Cat/1.png", "train/dog/1.png", "test/cat/1.png"],
      [],
      /cat and Cat/,
    ],
    ["two folders for a part", ["train/a/1.png", "val/a/1.png", "valid/a/1.png"], [], /val and valid/],
    ["no training images", ["val/a/1.png", "test/a/1.png"], [], /a folder train beside/],
    ["another folder beside", ["train/a/1.png", "test/a/1.png", "more/a/1.png"], [], /received more/],
    [
      "a class of the test set alone",
      ["train/a/1.png", "train/b/1.png", "test/c/1.png"],
      [],
      /received c too/,
    ],
    ["a part without classes", ["train/a/1.png", "train/b/1.png", "test/1.png"], [], /in test\/.*1 images/],
  ])("refuses %s", (_, paths, folders, message) => {
    expect(problems(paths, folders).join("; ")).toMatch(message);
  });

  it("gives every image a class of its own path, or an error of its own, whatever the names", () => {
    const segment = constantFrom(
      "a",
      "A",
      "b",
      "train",
      "test",
      "val",
      "é",
      "é",
      "__proto__",
      "10",
      "9",
      " ",
      "-",
    );
    const paths = array(
      array(segment, { minLength: 1, maxLength: 4 }).map((names) => `${names.join("/")}.png`),
      { maxLength: 20 },
    );
    assert(
      property(paths, array(string(), { maxLength: 3 }), (raw, folders) => {
        const unique = [...new Set(raw)].sort(byCodeUnits);
        try {
          const { classNames, parts } = arrange(unique, folders);
          const all = Object.values(parts).flatMap(({ positions }) => [...positions]);
          expect(new Set(all).size).toBe(all.length);
          for (const { positions, labels } of Object.values(parts)) {
            positions.forEach((position, i) => {
              const segments = unique[position]!.normalize("NFC").split("/");
              expect(segments).toContain(classNames[labels[i]!]);
            });
          }
        } catch (error) {
          expect(error).toBeInstanceOf(DatasetFormatError);
        }
      }),
    );
  });
});

describe("classFoldersIfAny", () => {
  const arranged = (paths: readonly string[]) =>
    classFoldersIfAny({ location: "root", paths: [...paths].sort(byCodeUnits), folders: [], leftOut: {} });

  it.each([[["a.png", "b.png"]], [["photos/a.png", "photos/b.png"]], [["2024/a.png", "b.png", "c.png"]]])(
    "takes all of %j as one class",
    (paths) => {
      const { classNames, parts } = arranged(paths);
      expect(classNames).toEqual(["unlabeled"]);
      expect([...parts.train.positions]).toEqual([...paths.keys()]);
      expect(new Set(parts.train.labels)).toEqual(new Set([0]));
    },
  );

  it("keeps the classes that there are, and what is wrong with them", () => {
    const paths = ["cat/a.png", "dog/b.png", "stray.png"];
    expect(arranged(paths)).toEqual(arrange(paths));
    expect(() => arranged([])).toThrow("expected a folder for each class, found no images");
  });
});
