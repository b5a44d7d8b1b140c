import fc from "fast-check";
import { expect, it } from "vitest";
import { random } from "../random.js";
import { resizeBilinear } from "./resize.js";
import { resizeByKernel } from "./resize-by-kernel.js";

const side = fc.integer({ min: 1, max: 70 });

it("gives the bytes of the plain loops, of whole images and of boxes, in both orders", () => {
  fc.assert(
    fc.property(
      side,
      side,
      side,
      side,
      fc.nat(9),
      fc.nat(9),
      (height, width, newHeight, newWidth, left, right) => {
        const stride = 3 * (left + width + right);
        const draw = random(height * width);
        const pixels = Uint8Array.from({ length: height * stride }, () => draw.integer(256));
        const cut = new Uint8Array(height * width * 3);
        for (let y = 0; y < height; y++) {
          const start = y * stride + 3 * left;
          cut.set(pixels.subarray(start, start + 3 * width), y * 3 * width);
        }
        const region = { pixels, start: 3 * left, stride, height, width };
        const resized = resizeByKernel(region, [newHeight, newWidth]);
        expect(resized).toEqual(resizeBilinear(cut, [height, width, 3], [newHeight, newWidth]));
      },
    ),
  );
});
