import { expect, it } from "vitest";
import { preprocessingFor } from "./preprocessing-for.js";

it("keeps what fits, and averages what does not", () => {
  const rgb = { scale: 1 / 255, mean: [0.25, 0.5, 0.75], std: [1, 2, 3] };
  expect(preprocessingFor(rgb, 3)).toEqual(rgb);
  expect(preprocessingFor(rgb, 1)).toEqual({ scale: 1 / 255, mean: [0.5], std: [2] });
  expect(preprocessingFor({ scale: 1, mean: [0.5] }, 3)).toEqual({ scale: 1, mean: [0.5, 0.5, 0.5] });
  expect(preprocessingFor({ scale: 1 }, 3)).toEqual({ scale: 1 });
});
