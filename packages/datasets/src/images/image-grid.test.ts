import { decode } from "fast-png";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { countingImages } from "../../test/helpers.js";
import { createLabeledImages } from "../labeled-images.js";
import { imageGrid, imageGridPage, imageGridPng } from "./image-grid.js";

const embedded = (svg: string) =>
  [...svg.matchAll(/href="data:image\/png;base64,([^"]+)"/g)].map(([, base64]) =>
    decode(Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0))),
  );

describe("imageGrid", () => {
  const data = countingImages(30);

  it("shows the first twenty images with the names of their classes", () => {
    const svg = imageGrid(data);
    expect(embedded(svg)).toHaveLength(20);
    expect(svg.match(/>class 0<\/text>/g)).toHaveLength(7);
  });

  it("embeds the pixels, enlarged without blur", () => {
    const [image] = embedded(imageGrid(data, { indices: [5], cellWidth: 6 }));
    expect([image!.width, image!.height, image!.channels]).toEqual([6, 4, 1]);
    expect(Array.from(image!.data.subarray(0, 12))).toEqual([5, 5, 6, 6, 7, 7, 5, 5, 6, 6, 7, 7]);
  });

  it("embeds colours", () => {
    const colours = createLabeledImages({
      images: Uint8Array.of(255, 0, 0, 0, 0, 255),
      labels: Int32Array.of(0),
      shape: [1, 2, 3],
      classNames: ["flag"],
    });
    const [image] = embedded(imageGrid(colours, { cellWidth: 2 }));
    expect(Array.from(image!.data)).toEqual([255, 0, 0, 0, 0, 255]);
  });

  it("escapes names, captions and titles", () => {
    const hostile = { ...data, classNames: ['<script>alert("1")</script>', "a & b", "\u0000c"] };
    for (const picture of [imageGrid(hostile, { title: "<b>" }), imageGridPage(hostile, { title: "<b>" })]) {
      for (const raw of ["<script", "<b>", "a & b", "\u0000"]) expect(picture).not.toContain(raw);
      expect(picture).toContain("&lt;script&gt;");
      expect(picture).toContain("a &amp; b");
    }
  });

  it("shortens what does not fit, and keeps the whole in the tooltip", () => {
    const caption = () => "a name that is much too long for its cell";
    const svg = imageGrid(data, { indices: [0], caption });
    expect(svg).toContain("<title>a name that is much too long for its cell</title>");
    expect(svg).toMatch(/>a name that…<\/text>/);
  });

  it("refuses positions outside and odd columns, all at once", () => {
    expect(() => imageGrid(data, { indices: [0, 30, -1], columns: 0 })).toThrow(
      /columns .* received 0; imageGrid: expected positions from 0 to 29, received 30, -1/,
    );
  });

  it("takes an empty data set", () => {
    expect(embedded(imageGrid(countingImages(0)))).toHaveLength(0);
  });

  it("becomes a PNG file with the pixels where the picture has them", async () => {
    const white = { ...data, images: data.images.map(() => 200) };
    const png = await imageGridPng(white, { indices: [0, 1], columns: 2, title: "Two" });
    const { data: raw, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([8 + 2 * 92, 30 + 56 + 18 + 8]);
    const at = (x: number, y: number) => raw[(y * info.width + x) * info.channels];
    expect([at(2, 60), at(50, 60), at(140, 60)]).toEqual([255, 200, 200]);
  });
});
