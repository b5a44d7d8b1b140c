import { crc32 } from "#zip-file";
import { plainPng } from "./image-trees.js";

/** A PNG file of a few bytes whose header claims this size, with the right checksum. */
export function pngClaiming(width: number, height: number): Uint8Array<ArrayBuffer> {
  const file = plainPng(100);
  const view = new DataView(file.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  view.setUint32(29, crc32(file.subarray(12, 29)));
  return file;
}
