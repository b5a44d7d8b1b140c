import { expect, it } from "vitest";
import { titleOf } from "./data-title.js";

it.each([
  ["mnist", "MNIST"],
  ["folder:my images", "own images"],
  ["folder:/home/ann/secret project/cats/", "own images (cats)"],
  ["folder:C:\\Users\\ann\\cats", "own images (cats)"],
  ["zip:/tmp/flowers.zip", "own images (flowers.zip)"],
  ["folder:", "own images"],
  ["of-another-version", "of-another-version"],
])("the data set %s is called %s", (id, title) => expect(titleOf(id)).toBe(title));
