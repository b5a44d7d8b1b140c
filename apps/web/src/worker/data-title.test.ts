import { describe, expect, it } from "vitest";
import { shareableId, titleOf } from "./data-title.js";

describe("what a data set is called where people share it", () => {
  it.each([
    ["mnist", "MNIST", "mnist"],
    ["folder:my images", "own images", "folder:my images"],
    ["folder:/home/ann/secret project/cats/", "own images (cats)", "folder:cats"],
    ["folder:C:\\Users\\ann\\cats", "own images (cats)", "folder:cats"],
    ["zip:/tmp/flowers.zip", "own images (flowers.zip)", "zip:flowers.zip"],
    ["folder:", "own images", "folder:my images"],
    ["of-another-version", "of-another-version", "of-another-version"],
  ])("%s", (id, title, shared) => {
    expect(titleOf(id)).toBe(title);
    expect(shareableId(id)).toBe(shared);
  });
});
