// TFRecord files: each record is its length (uint64), a checksum of the length, its bytes, and a checksum of them; all
// little-endian.

const POLYNOMIAL = 0x82f63b78;
const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let rest = index;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  return rest;
});

/** CRC-32C, of Castagnoli's polynomial. */
export function crc32c(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = TABLE[(rest ^ byte) & 0xff]! ^ (rest >>> 8);
  return ~rest >>> 0;
}

/** Turned and moved, so that a checksum of bytes that contain checksums is no special one. */
function maskedCrc32c(bytes: Uint8Array): number {
  const sum = crc32c(bytes);
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}

export function recordFile(records: readonly Uint8Array[]): Uint8Array {
  const file = new Uint8Array(records.reduce((sum, { length }) => sum + length + 16, 0));
  const view = new DataView(file.buffer);
  let start = 0;
  for (const record of records) {
    view.setBigUint64(start, BigInt(record.length), true);
    view.setUint32(start + 8, maskedCrc32c(file.subarray(start, start + 8)), true);
    file.set(record, start + 12);
    view.setUint32(start + 12 + record.length, maskedCrc32c(record), true);
    start += record.length + 16;
  }
  return file;
}
