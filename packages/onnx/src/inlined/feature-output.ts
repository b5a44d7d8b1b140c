/** Where a classifier has its features: the input of its last fully connected layer. */
import { constantShape } from "./constants.js";
import { OnnxFileError } from "./errors.js";
import { type Field, integerIn } from "./fields.js";
import type { OnnxFile, OnnxNode, OnnxValue } from "./onnx-file.js";

export interface FeatureOutput {
  /** Of the tensor `[images, features]`. */
  readonly name: string;
  readonly features: number;
}

/** What may come between the last fully connected layer and the output: nothing that could not follow classes. */
const AFTER_HEAD = new Set([
  ...["Softmax", "LogSoftmax", "Sigmoid", "Add", "Sub", "Mul", "Div", "Cast", "Identity", "Dropout"],
  ...["Concat", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "QuantizeLinear", "DequantizeLinear"],
]);

const OF_CLASSES = new Set(["Softmax", "LogSoftmax", "Sigmoid"]);

/**
 * Goes back from the first output: what all of the image goes through is the head once it is a fully connected layer. A
 * network that was saved without its head puts out its features. (What another kind of head puts out, such as SqueezeNet's, is
 * taken for features, too, unless it is probabilities.)
 *
 * @throws OnnxFileError where there is neither
 */
export function featureOutputOf(file: OnnxFile, image: string): FeatureOutput {
  const ofImage = dependentOn(image, file);
  const output = file.outputs.find(({ name }) => ofImage.has(name));
  if (output === undefined) {
    throw new OnnxFileError([
      `expected an output that is computed of the input "${image}", found ${listed(file.outputs)}`,
    ]);
  }
  const open = new Set([output.name]);
  let isOfClasses = false;
  for (const node of file.nodes.toReversed()) {
    if (!node.outputs.some((name) => open.has(name))) continue;
    const isAllOfIt = open.size === 1;
    const features = isAllOfIt ? featuresOf(node, file) : undefined;
    if (features !== undefined && ofImage.has(node.inputs[0]!)) {
      return checked({ name: node.inputs[0]!, features });
    }
    if (!AFTER_HEAD.has(node.op)) break;
    isOfClasses ||= OF_CLASSES.has(node.op);
    for (const name of node.outputs) open.delete(name);
    for (const name of node.inputs) if (ofImage.has(name)) open.add(name);
  }
  const [, width, ...more] = output.shape ?? [];
  if (!isOfClasses && width !== undefined && more.length === 0) {
    return checked({ name: output.name, features: width });
  }
  const last = file.nodes.findLast(({ outputs }) => outputs.includes(output.name));
  throw new OnnxFileError([
    `expected a classifier that ends in a fully connected layer (Gemm or MatMul with constant weights), or a network whose output is features [images, number], found the output "${output.name}" ${shapeOf(output)} of ${last?.op ?? "nothing"}`,
  ]);
}

/** No network makes more, and with more a file takes all memory. */
const MOST_FEATURES = 2 ** 20;

function checked(output: FeatureOutput): FeatureOutput {
  const { name, features } = output;
  if (features >= 1 && features <= MOST_FEATURES) return output;
  throw new OnnxFileError([`"${name}": expected 1 to ${MOST_FEATURES} features an image, found ${features}`]);
}

/** Names of what is computed of a tensor, itself among them. */
export function dependentOn(name: string, { nodes }: OnnxFile): ReadonlySet<string> {
  const found = new Set([name]);
  for (const { inputs, outputs } of nodes) {
    if (inputs.some((input) => found.has(input))) for (const output of outputs) found.add(output);
  }
  return found;
}

/** Numbers an image that a fully connected layer takes: k of the constant `[k, n]` that it multiplies by. */
function featuresOf({ op, inputs, attributes }: OnnxNode, file: OnnxFile): number | undefined {
  if (op !== "Gemm" && op !== "MatMul") return undefined;
  const shape = constantShape(inputs[1] ?? "", file);
  if (shape?.length !== 2 || integerOf(attributes.get("transA")) === 1) return undefined;
  return shape[integerOf(attributes.get("transB")) === 1 ? 1 : 0];
}

const integerOf = (attribute: readonly Field[] | undefined): number | undefined =>
  attribute && integerIn(attribute, 3);

const shapeOf = ({ shape }: OnnxValue): string =>
  shape === undefined ? "of unknown shape" : `[${shape.map((extent) => extent ?? "?").join(", ")}]`;

const listed = (values: readonly OnnxValue[]): string =>
  values.map(({ name }) => `"${name}"`).join(", ") || "none";
