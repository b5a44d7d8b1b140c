import { OnnxFileError } from "./errors.js";
import { bytesIn } from "./fields.js";
import type { OnnxTensor } from "./onnx-file.js";

/** Files beside an ONNX file that have numbers of its tensors, by name. */
export type ExternalFiles = ReadonlyMap<string, Uint8Array>;

const BYTES = 4;

/**
 * The numbers of a tensor of float32.
 *
 * @throws OnnxFileError when they are not as many as its shape says, or in a file that is not there
 */
export function floatsOf(tensor: OnnxTensor, files: ExternalFiles): Float32Array {
  const { name, shape } = tensor;
  const raw = rawDataOf(tensor, files);
  const expected = shape.reduce((product, extent) => product * extent, 1);
  if (raw === undefined || raw.length !== BYTES * expected || shape.some((extent) => !(extent >= 0))) {
    throw new OnnxFileError([
      `tensor "${name}": expected ${expected} numbers of float32 for [${shape}], found ${raw?.length ?? 0} bytes`,
    ]);
  }
  // raw_data is little-endian, as is every platform that JavaScript engines run on today.
  return new Float32Array(new Uint8Array(raw).buffer);
}

/**
 * The bytes of a tensor's numbers, where they are: raw_data, the file beside it, or packed float_data.
 *
 * @throws OnnxFileError when the file is not there or too short
 */
export function rawDataOf(
  { name, fields, external }: OnnxTensor,
  files: ExternalFiles,
): Uint8Array | undefined {
  if (external === undefined) return bytesIn(fields, 9).at(-1) ?? bytesIn(fields, 4).at(-1);
  const { location, offset, length } = external;
  const file = files.get(location);
  if (file === undefined) {
    throw new OnnxFileError([
      `tensor "${name}": its numbers are in the file "${location}", which was not given: put it beside the ONNX file, or save all in one (onnx.save_model(…, save_as_external_data=False))`,
    ]);
  }
  const end = length === undefined ? file.length : offset + length;
  if (!(offset >= 0 && offset <= end && end <= file.length)) {
    throw new OnnxFileError([
      `tensor "${name}": expected bytes ${offset} to ${end} of "${location}", which has ${file.length}`,
    ]);
  }
  return file.subarray(offset, end);
}
