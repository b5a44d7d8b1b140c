import { describe, expect, it } from "vitest";
import { gradCam, gradCamPlusPlus, layerCam, normalized, resized } from "../src/index.js";
import golden from "./golden/inside.json" with { type: "json" };

const shape = golden.layerShape as [number, number, number];
const view = {
  activations: Float32Array.from(golden.activations),
  gradients: Float32Array.from(golden.gradients),
  shape,
};

describe.each([
  ["gradCam", gradCam, golden.gradCam],
  ["gradCamPlusPlus", gradCamPlusPlus, golden.gradCamPlusPlus],
  ["layerCam", layerCam, golden.layerCam],
] as const)("%s", (_, method, expected) => {
  it("is the map that PyTorch's derivatives give", () => {
    const map = normalized(method(view));
    expect([map.height, map.width]).toEqual([shape[0], shape[1]]);
    expect(expected.some((value) => value > 0 && value < 1)).toBe(true);
    for (const [i, value] of expected.entries()) expect(map.values[i]).toBeCloseTo(value, 5);
  });

  it("is 0 where nothing speaks for the class", () => {
    const against = { ...view, gradients: view.gradients.map((g) => -Math.abs(g)) };
    expect(normalized(method(against)).values.every((value) => value === 0)).toBe(true);
  });

  it("refuses arrays of another size", () => {
    expect(() => method({ ...view, activations: new Float32Array(3) })).toThrow(
      /expected 128 numbers in activations, for \[4, 4, 8\], received 3/,
    );
  });
});

it("resizes as PyTorch does", () => {
  const [height, width] = shape;
  const { values } = resized(
    { values: Float32Array.from(golden.gradCam), height, width },
    golden.size,
    golden.size,
  );
  for (const [i, value] of golden.resizedGradCam.entries()) expect(values[i]).toBeCloseTo(value, 5);
});
