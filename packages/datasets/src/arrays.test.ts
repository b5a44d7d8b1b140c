import { createHash } from "node:crypto";
import { expect, it, describe as suite } from "vitest";
import { countingImages } from "../test/helpers.js";
import { describe } from "./describe.js";
import { fingerprint } from "./fingerprint.js";
import { createLabeledImages } from "./labeled-images.js";
import { rescale } from "./rescale.js";
import { select } from "./sets/select.js";

suite("rescale", () => {
  it("multiplies", () => {
    expect(Array.from(rescale(Uint8Array.of(0, 51, 255)))).toEqual([0, Math.fround(51 / 255), 1]);
    expect(Array.from(rescale(Uint8Array.of(0, 3), 2))).toEqual([0, 6]);
    expect(() => rescale(Uint8Array.of(1), Number.NaN)).toThrow(/finite scale/);
  });
});

suite("describe", () => {
  it("agrees with the definition of mean and standard deviation, per channel", () => {
    const red = [0, 100, 200];
    const green = [10, 10, 10];
    const data = createLabeledImages({
      images: Uint8Array.from(red.flatMap((value, i) => [value, green[i]!])),
      labels: Int32Array.of(0, 1, 1),
      shape: [1, 1, 2],
      classNames: ["a", "b"],
    });
    const { mean, std, ...rest } = describe(data);
    expect(rest).toEqual({ length: 3, shape: [1, 1, 2], classes: 2, classCounts: [1, 2], min: 0, max: 200 });
    expect(mean[0]).toBeCloseTo(100 / 255, 12);
    expect(mean[1]).toBeCloseTo(10 / 255, 12);
    expect(std[0]).toBeCloseTo(Math.sqrt(20_000 / 3) / 255, 12);
    expect(std[1]).toBe(0);
  });

  it("has no statistics for an empty data set", () => {
    expect(describe(countingImages(0))).toMatchObject({ length: 0, min: Number.NaN, mean: [Number.NaN] });
  });
});

suite("fingerprint", () => {
  const data = countingImages(4);

  it("is the digest that the documentation says", async () => {
    const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
    const header = new TextEncoder().encode(
      JSON.stringify({ length: 4, shape: [2, 3, 1], classNames: ["class 0", "class 1", "class 2"] }),
    );
    const labels = digest(new Uint8Array(data.labels.buffer));
    const expected = createHash("sha256").update(header).update(labels).update(digest(data.images));
    expect(await fingerprint(data)).toBe(expected.digest("hex"));
  });

  it("changes with a pixel, a label, the order, the shape, a class name; not with the memory it lies in", async () => {
    const pixel = { ...data, images: data.images.with(0, 77) };
    const label = { ...data, labels: data.labels.with(0, 1) };
    const order = select(data, [1, 0, 2, 3]);
    const shape = { ...data, shape: [3, 2, 1] as const };
    const names = { ...data, classNames: ["x", "class 1", "class 2"] };
    const all = await Promise.all([data, pixel, label, order, shape, names].map(fingerprint));
    expect(new Set(all).size).toBe(6);
    const copy = new Uint8Array(data.images.length + 5);
    copy.set(data.images, 5);
    expect(await fingerprint({ ...data, images: copy.subarray(5) })).toBe(all[0]);
  });
});
