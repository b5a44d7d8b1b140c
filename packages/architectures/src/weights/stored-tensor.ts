/** A tensor of a weights file. */
export interface StoredTensor {
  readonly shape: readonly number[];
  /** Its numbers as float32, in row-major order; read when asked for. */
  values(): Float32Array;
}

export type StoredTensors = ReadonlyMap<string, StoredTensor>;
