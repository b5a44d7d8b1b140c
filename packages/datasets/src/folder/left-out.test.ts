import { expect, it } from "vitest";
import { byFrequency, countExtension, leftOutText } from "./left-out.js";

const counted = (...paths: string[]) => {
  const counts = new Map<string, number>();
  for (const path of paths) countExtension(counts, path);
  return byFrequency(counts);
};

it("counts by the last extension of the name, upper and lower case alike", () => {
  expect(counted("a/b.PPM", "c.ppm", "d.tar.gz", "folder.of/README", "x.jpg~")).toEqual({
    ".ppm": 2,
    ".gz": 1,
    ".jpg~": 1,
    "": 1,
  });
});

it("never shows what a name could do to a terminal or a page", () => {
  expect(counted("a.\u001b[31mred", `b.${"x".repeat(200)}`, "c.<b>", "d.a\nb", "e.")).toEqual({ "": 5 });
  expect(counted("f.__proto__")).toEqual({ ".__proto__": 1 });
});

it("says it in few words, the most frequent first", () => {
  expect(leftOutText({})).toBe("");
  expect(leftOutText({ leftOut: counted("a.txt", "b.xyz", "c.xyz"), withoutClass: 2 })).toBe(
    "2 .xyz, 1 .txt, 2 images in no folder of a class",
  );
  const many = counted(...Array.from({ length: 12 }, (_, i) => `a.e${i}`), "b", "c");
  expect(leftOutText({ leftOut: many })).toMatch(/^2 without extension, (1 \.e\d+, ){7}5 others$/);
});
