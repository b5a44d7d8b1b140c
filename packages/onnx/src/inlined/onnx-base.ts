import { preprocessingProblems } from "../preprocessing-problems.js";
import type { Preprocessing } from "../types.js";
import { constantShape } from "./constants.js";
import { OnnxFileError } from "./errors.js";
import { dependentOn, featureOutputOf } from "./feature-output.js";
import { type ExternalFiles, floatsOf } from "./float-values.js";
import { type ImageInput, imageInputOf } from "./image-input.js";
import { type OnnxFile, type OnnxNode, type OnnxTensor, readOnnxFile } from "./onnx-file.js";
import { storedBase } from "./stored-base.js";

/** A network of an ONNX file without its last layer, as a layer can keep it: a text and weights. */
export interface OnnxBase {
  /** The computation, as hexadecimal digits: for the option `graph` of the layer `OnnxBase` of @imgcls/architectures. */
  readonly graph: string;
  /** Tensors that the computation needs, in this order. */
  readonly weights: readonly { readonly shape: readonly number[]; readonly values: Float32Array }[];
  /** Numbers an image. */
  readonly features: number;
  /** Of the images; undefined where the file takes any. */
  readonly height: number | undefined;
  readonly width: number | undefined;
  readonly channels: number;
  /**
   * What a pixel 0..255 becomes before the network, as far as the file says it: files of `exportOnnx` do, and what takes bytes
   * takes pixels as they are.
   */
  readonly preprocessing: Preprocessing | undefined;
}

/** The oldest operators whose form is that of today. */
const LEAST_OPSET = 13;

/** Tensors with fewer numbers stay with the computation: they are often options of operators. */
const LEAST_WEIGHT = 32;

const FLOAT32 = 1;

/**
 * The part of a classifier before its last fully connected layer, whatever has written it. It is fixed: there are no gradients.
 *
 * @param files those beside it that hold its numbers (`externalFilesOf`), by name
 * @throws OnnxFileError for a file that is damaged, takes no images, or has no features
 */
export function onnxBaseOf(bytes: Uint8Array, files: ExternalFiles = new Map()): OnnxBase {
  const file = readOnnxFile(bytes);
  const image = imageInputOf(file);
  const { name: output, features } = featureOutputOf(file, image.name);
  const nodes = neededFor(output, file);
  requireKnown(file, image, nodes);
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const tensors = [...file.tensors.values()].filter(({ name }) => used.has(name));
  const isWeight = ({ type, shape }: OnnxTensor) =>
    type === FLOAT32 && shape.reduce((product, extent) => product * extent, 1) >= LEAST_WEIGHT;
  const weights = tensors.filter(isWeight);
  const part = {
    file,
    image,
    nodes,
    output,
    weights: weights.map(({ name }) => name),
    tensors: tensors.filter((tensor) => !isWeight(tensor)),
    files,
  };
  const { height, width, channels } = image;
  return {
    graph: hexOf(storedBase(part)),
    weights: weights.map((tensor) => ({ shape: tensor.shape, values: floatsOf(tensor, files) })),
    features,
    height,
    width,
    channels,
    preprocessing: preprocessingIn(file, image),
  };
}

/** Names of the files beside an ONNX file that hold its numbers. @throws OnnxFileError */
export const externalFilesOf = (bytes: Uint8Array): string[] => [
  ...new Set([...readOnnxFile(bytes).tensors.values()].flatMap(({ external }) => external?.location ?? [])),
];

/** The nodes that a tensor is computed by, in the file's order. */
function neededFor(output: string, { nodes }: OnnxFile): OnnxNode[] {
  const needed = new Set([output]);
  const found: OnnxNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    found.push(node);
    for (const name of node.inputs) needed.add(name);
  }
  return found.reverse();
}

/** @throws OnnxFileError for what cannot become a part of another graph */
function requireKnown(file: OnnxFile, image: ImageInput, nodes: readonly OnnxNode[]): void {
  const { opsets, functions, tensors } = file;
  const opset = opsets.get("")!;
  // Fields 6 and 11 of an attribute are graphs.
  const branching = nodes.find(({ attributes }) =>
    [...attributes.values()].some((fields) => fields.some(({ number }) => number === 6 || number === 11)),
  );
  const own = nodes.find(({ op }) => functions.has(op));
  const defined = new Set([image.name, ...tensors.keys()]);
  const undefinedNames = nodes.flatMap(({ inputs, outputs }) => {
    const missing = inputs.filter((name) => name !== "" && !defined.has(name));
    for (const name of outputs) defined.add(name);
    return missing;
  });
  const problems = [
    ...(opset < LEAST_OPSET
      ? [
          `expected operators of version ${LEAST_OPSET} or later, found ${opset}: export it anew (opset_version=17), or convert it with onnx.version_converter.convert_version(model, 17)`,
        ]
      : []),
    ...(branching
      ? [
          `the operator ${branching.op} ("${branching.name}") holds graphs of its own, which a base cannot: export it without`,
        ]
      : []),
    ...(own ? [`the operator ${own.op} is one that the file defines itself: inline it (onnx.inliner)`] : []),
    ...(undefinedNames.length > 0 ? [`"${undefinedNames[0]}" is used before it is computed`] : []),
    ...(image.batch === 1 && joinsConstants(file, image, nodes)
      ? [
          "it was saved for one image at a time, and joins something of one image to it (Concat), as transformers do with their class token: export it for any batch (dynamic_axes, dynamic_shapes)",
        ]
      : []),
    ...(image.batch !== undefined && image.batch !== 1
      ? [`expected images one by one or in batches of any size, found batches of ${image.batch}`]
      : []),
  ];
  if (problems.length > 0) throw new OnnxFileError(problems);
}

/** Whether maps of the image are joined to constant ones: that fits as many images as the constants are of. */
function joinsConstants(file: OnnxFile, image: ImageInput, nodes: readonly OnnxNode[]): boolean {
  const ofImage = dependentOn(image.name, file);
  return nodes.some(
    ({ op, inputs }) =>
      op === "Concat" &&
      inputs.some((name) => ofImage.has(name)) &&
      inputs.some((name) => isOfOneImage(name, file)),
  );
}

/** Constant maps, or tokens; lists of extents have one axis. */
function isOfOneImage(name: string, file: OnnxFile): boolean {
  const node = file.producers.get(name);
  const source = node?.op === "Expand" ? node.inputs[0]! : name;
  return (constantShape(source, file)?.length ?? 0) > 2;
}

/** As `exportOnnx` writes it down; bytes are pixels. */
function preprocessingIn({ metadata }: OnnxFile, { dtype }: ImageInput): Preprocessing | undefined {
  const asTheyAre = { scale: 1 };
  if (dtype === "uint8") return asTheyAre;
  const written = metadata.get("producer") === "imgcls" ? parsed(metadata.get("preprocessing")) : undefined;
  if (written === undefined) return undefined;
  const { included, ...preprocessing } = written;
  if (included === true) return asTheyAre;
  const { scale, mean, std } = preprocessing as unknown as Preprocessing;
  const own = { scale, ...(mean && { mean }), ...(std && { std }) };
  return preprocessingProblems(own, 3).length === 0 ? own : undefined;
}

function parsed(json: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json ?? "");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hexOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}
