import { describe, expect, it } from "vitest";
import golden from "../../test/golden/resize.json" with { type: "json" };
import { fromHex, picture } from "../../test/golden-picture.js";
import { finishPixels } from "./finish-pixels.js";
import { placement } from "./placement.js";
import { resizeBilinear } from "./resize.js";

type Size = readonly [height: number, width: number];
const sizeOf = (values: readonly number[]) => values as unknown as Size;

describe("resizeBilinear", () => {
  it.each(golden.cases.map((values) => [values.from.join("×"), values.to.join("×"), values] as const))(
    "takes %s to %s as Pillow does, to the bit",
    (_from, _to, { from, to, pixels }) => {
      const [height, width] = sizeOf(from);
      const resized = resizeBilinear(picture(height, width), [height, width, 3], sizeOf(to));
      expect(resized).toEqual(fromHex(pixels));
    },
  );
});

describe("placement and finishPixels", () => {
  it.each(["cover", "contain"] as const)("%s gives Pillow's pixels", (fit) => {
    const { from, to, pixels } = golden[fit];
    const [height, width] = sizeOf(from);
    const [newHeight, newWidth] = sizeOf(to);
    const place = placement(fit, { width, height }, { width: newWidth, height: newHeight });
    const { left, top, ...cut } = place.source;
    const source = new Uint8Array(cut.height * cut.width * 3);
    for (let y = 0; y < cut.height; y++) {
      const start = ((top + y) * width + left) * 3;
      source.set(picture(height, width).subarray(start, start + cut.width * 3), y * cut.width * 3);
    }
    const { target } = place;
    const rgb = resizeBilinear(source, [cut.height, cut.width, 3], [target.height, target.width]);
    const options = { shape: [newHeight, newWidth, 3], background: [10, 20, 30] } as const;
    expect(finishPixels(rgb, place, options)).toEqual(fromHex(pixels));
  });

  it("gives Pillow's grey levels", () => {
    const whole = { left: 0, top: 0, width: 16, height: 12 };
    const grey = finishPixels(picture(12, 16), { source: whole, target: whole }, { shape: [12, 16, 1] });
    expect(grey).toEqual(fromHex(golden.grey.pixels));
  });

  it.each([
    [{ width: 1, height: 9000 }, "cover"],
    [{ width: 9000, height: 1 }, "contain"],
    [{ width: 3, height: 2 }, "cover"],
  ] as const)("keeps every box inside and not empty: %o, %s", (image, fit) => {
    const { source, target } = placement(fit, image, { width: 7, height: 5 });
    for (const [box, outer] of [
      [source, image],
      [target, { width: 7, height: 5 }],
    ] as const) {
      expect(Math.min(box.left, box.top)).toBeGreaterThanOrEqual(0);
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(1);
      expect(box.left + box.width).toBeLessThanOrEqual(outer.width);
      expect(box.top + box.height).toBeLessThanOrEqual(outer.height);
    }
  });
});
