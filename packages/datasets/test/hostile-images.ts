import { crc32 } from "#zip-file";
import golden from "./golden/decode.json" with { type: "json" };
import { plainPng } from "./image-trees.js";

/** A JPEG file, a baseline one, whose header claims this size. */
export function jpegClaiming(width: number, height: number): Uint8Array<ArrayBuffer> {
  const { file } = golden.same.find(({ name }) => name === "JPEG")!;
  const bytes = Uint8Array.from(atob(file), (character) => character.charCodeAt(0));
  const frame = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0);
  const view = new DataView(bytes.buffer);
  view.setUint16(frame + 5, height);
  view.setUint16(frame + 7, width);
  return bytes;
}

/** A PNG file of a few bytes whose header claims this size, with the right checksum. */
export function pngClaiming(width: number, height: number): Uint8Array<ArrayBuffer> {
  const file = plainPng(100);
  const view = new DataView(file.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  view.setUint32(29, crc32(file.subarray(12, 29)));
  return file;
}
