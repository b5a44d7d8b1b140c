import { decode } from "fast-png";
import { expect, it } from "vitest";
import { fakeImages } from "../../test/fixtures.js";
import { type ImageShape, reduce, toDataUri } from "./thumbnail.js";

const bytesOf = (uri: string): Uint8Array =>
  Uint8Array.from(atob(uri.replace("data:image/png;base64,", "")), (character) => character.charCodeAt(0));

it.each<ImageShape>([
  [28, 28, 1],
  [3, 5, 2],
  [32, 32, 3],
  [1, 1, 4],
  [128, 100, 3],
])("embeds %d × %d × %d pixels without loss", (...shape) => {
  const pixels = fakeImages(1, [...shape]);
  const png = decode(bytesOf(toDataUri({ pixels, shape })));
  expect([png.height, png.width, png.channels]).toEqual(shape);
  expect([...png.data]).toEqual([...pixels]);
});

it("averages blocks of a large image", () => {
  // 2 × 130 pixels, two channels: the left half 10 and 200, the right half 30 and 100.
  const pixels = Uint8Array.from({ length: 2 * 130 * 2 }, (_, i) => {
    const right = Math.floor(i / 2) % 130 >= 65;
    return i % 2 === 0 ? (right ? 30 : 10) : right ? 100 : 200;
  });
  const small = reduce({ pixels, shape: [2, 130, 2] });
  expect(small.shape).toEqual([1, 65, 2]);
  expect([...small.pixels.slice(0, 4)]).toEqual([10, 200, 10, 200]);
  expect([...small.pixels.slice(64, 66)]).toEqual([20, 150]);
  expect([...small.pixels.slice(-2)]).toEqual([30, 100]);
});

it("keeps at least one pixel of a very narrow image", () => {
  const { pixels, shape } = reduce({ pixels: new Uint8Array(600).fill(9), shape: [600, 1, 1] });
  expect(shape).toEqual([120, 1, 1]);
  expect(new Set(pixels)).toEqual(new Set([9]));
});
