/** What a file says of tensors that do not depend on the image. */
import { bytesIn, type Field, integersIn } from "./fields.js";
import { type OnnxFile, type OnnxNode, type OnnxTensor, tensorOf } from "./onnx-file.js";

/** What leaves a constant's shape as it is. */
const SAME_SHAPE = new Set(["Identity", "DequantizeLinear", "Cast"]);

/** Of a constant, or of what is made of one: quantized weights are. */
export function constantShape(name: string, file: OnnxFile): readonly number[] | undefined {
  const { producers } = file;
  const orders: (readonly number[] | undefined)[] = [];
  let at = name;
  // A chain can be no longer than there are nodes: files that go in circles end, too.
  for (let step = 0; step <= producers.size; step++) {
    const shape = constantTensor(at, file)?.shape;
    if (shape !== undefined) return orders.reduceRight((own, order) => permuted(own!, order), shape);
    const node = producers.get(at);
    const perm = node?.attributes.get("perm");
    if (node?.op === "Transpose") orders.push(perm && integersIn(perm, 8));
    else if (node === undefined || !SAME_SHAPE.has(node.op)) return undefined;
    at = node.inputs[0] ?? "";
  }
  return undefined;
}

/** Without an order: back to front. */
const permuted = (shape: readonly number[], order: readonly number[] | undefined): readonly number[] =>
  order === undefined ? shape.toReversed() : order.map((axis) => shape[axis] ?? 0);

/** Of the file's tensors, or of a node "Constant". */
function constantTensor(name: string, { tensors, producers }: OnnxFile): OnnxTensor | undefined {
  return tensors.get(name) ?? valueOfConstant(producers.get(name));
}

function valueOfConstant(node: OnnxNode | undefined): OnnxTensor | undefined {
  const value = node?.op === "Constant" ? node.attributes.get("value") : undefined;
  const tensor = value && bytesIn(value, 5).at(-1);
  return tensor && tensorOf(tensor);
}

const INT64 = 7;

/** The numbers of a constant of int64. */
export function constantIntegers(name: string, file: OnnxFile): readonly bigint[] | undefined {
  const tensor = constantTensor(name, file);
  return tensor?.type === INT64 ? integersOf(tensor.fields) : undefined;
}

/** raw_data, or int64_data. */
function integersOf(fields: readonly Field[]): readonly bigint[] | undefined {
  const raw = bytesIn(fields, 9).at(-1);
  if (raw === undefined) return integersIn(fields, 7).map(BigInt);
  return raw.length % 8 === 0 ? [...new BigInt64Array(new Uint8Array(raw).buffer)] : undefined;
}
