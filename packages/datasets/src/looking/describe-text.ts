import type { DataDescription } from "../describe.js";

/**
 * What `describe` found, as rows of a name and a value: shapes as a Python program prints them, statistics of
 * the pixels in grey levels 0..255 and rescaled to 0..1.
 */
export function descriptionRows(description: DataDescription): (readonly [name: string, value: string])[] {
  const { length, shape, classes, classCounts, min, max, mean, std } = description;
  const numbers = (values: readonly number[], digits: number, factor = 1) =>
    values.map((value) => (value * factor).toFixed(digits)).join(", ");
  return [
    ["images", `(${[length, ...shape].join(", ")})`],
    ["labels", `(${length},), ${classes} classes`],
    ["images a class", `${Math.min(...classCounts)} to ${Math.max(...classCounts)}`],
    ["minimum, maximum", `${min}, ${max}`],
    ["mean", `${numbers(mean, 4)} (of 0..1), ${numbers(mean, 2, 255)} (of 0..255)`],
    ["standard deviation", `${numbers(std, 4)} (of 0..1), ${numbers(std, 2, 255)} (of 0..255)`],
  ];
}
