/** A file of safetensors with such tensors, float32; `valueAt` gives each number by its place among all and its tensor. */
export function safetensorsFile(
  tensors: readonly { readonly name: string; readonly shape: readonly number[] }[],
  valueAt: (index: number, tensor: string) => number,
): Uint8Array {
  let end = 0;
  const entries = tensors.map(({ name, shape }) => {
    const start = end;
    end += 4 * shape.reduce((product, extent) => product * extent, 1);
    return [name, { dtype: "F32", shape, data_offsets: [start, end] }];
  });
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const bytes = new Uint8Array(8 + header.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  const nameOf = tensors.flatMap(({ name, shape }) =>
    Array<string>(shape.reduce((product, extent) => product * extent, 1)).fill(name),
  );
  const numbers = Float32Array.from(nameOf, (name, index) => valueAt(index, name));
  bytes.set(new Uint8Array(numbers.buffer), 8 + header.length);
  return bytes;
}
