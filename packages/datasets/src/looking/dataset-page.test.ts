import { expect, it } from "vitest";
import { countingImages } from "../../test/helpers.js";
import { randomCrop } from "../augment/random-crop.js";
import { createLazyImages, readImages } from "../image-set.js";
import { datasetPage } from "./dataset-page.js";

const data = countingImages(30);

it("shows images, augmented ones, classes and statistics", () => {
  const page = datasetPage(data, {
    title: "A & B",
    sample: data,
    augment: [randomCrop(null, { padding: 1 })],
  });
  expect(page).toContain("<title>A &amp; B</title>");
  expect(page.match(/<image /g)).toHaveLength(30 + 10 * 8);
  expect(page).toContain("<code>RandomCrop(padding=1)</code>");
  expect(page).toContain("class 0: 10");
  expect(page).toContain("<th>minimum, maximum</th>");
});

it("leaves out what nobody asked for, and statistics that would need every image of a lazy set", () => {
  const lazy = createLazyImages({
    ...data,
    read: (indices, out) => readImages(data, indices, out).then(() => {}),
  });
  const page = datasetPage(lazy, { title: "Lazy", sample: data });
  expect(page.match(/<image /g)).toHaveLength(30);
  expect(page).toContain("class 0: 10");
  expect(page).not.toContain("<th>");
});
