import { type CompiledInspection, compileInspection, inspectionPoints } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import { readWeights } from "../model-weights.js";
import { type InferencePlan, requireNone } from "../training-plan.js";
import type { Inspection, InspectionRequest, Inspector } from "./inspector.js";
import { inferenceNeed } from "./memory-need.js";
import { describe, joined } from "./onnx-predictor.js";
import type { OrtRuntime, OrtTensor } from "./ort-runtime.js";
import { SessionCache } from "./session-cache.js";
import { elements } from "./slots.js";

type Images = readonly [images: Float32Array, classWeights: Float32Array | undefined];

/**
 * A graph for each kind of request, on weights that all of them share. Portable: what is looked at leaves the graph in the
 * LayersModel's order, so blocks of channels would be put together again at every point.
 */
export async function onnxInspector(
  runtime: OrtRuntime,
  model: LayersModel,
  { preprocessing, inputShape, batchSize: most }: InferencePlan,
): Promise<Inspector> {
  const points = inspectionPoints(model, { inputShape });
  const units = model.outputs[0]!.shape.at(-1)!;
  const values = await readWeights(model);
  const weights = new Map<string, OrtTensor>();
  const graphs = new SessionCache<CompiledInspection>(
    runtime,
    "inspecting",
    ({ size, look }) => compileInspection(model, { batchSize: size, preprocessing, inputShape, ...look }),
    inferenceNeed,
  );

  async function inspectTogether(
    [images, classWeights]: Images,
    size: number,
    look: Look,
  ): Promise<Inspection> {
    const { graph, session } = await graphs.get({ size, look });
    const feeds: Record<string, OrtTensor> = {
      [graph.images.name]: runtime.tensor(images, graph.images.shape),
    };
    if (graph.classWeights) {
      feeds[graph.classWeights.name] = runtime.tensor(classWeights!, graph.classWeights.shape);
    }
    for (const { name, input, shape, pack } of graph.variables) {
      const tensor = weights.get(name) ?? (await runtime.store.put(pack(values.get(name)!), shape));
      weights.set(name, tensor);
      feeds[input] = tensor;
    }
    return read(graph, await session.run(feeds, fetchesOf(graph)));
  }

  return {
    description: describe(runtime),
    points,
    units,
    async inspect(images, size, request) {
      const { classWeights, ...look } = request;
      const form = inputShape ?? model.inputs[0]!.shape.slice(1).map(Number);
      requireNone(requestProblems(images, size, request, [size, ...form], units), "inspect");
      const parts: Inspection[] = [];
      for (let start = 0; start < size; start += most) {
        const count = Math.min(most, size - start);
        const of = (values: Float32Array) => {
          const each = values.length / size;
          return values.subarray(start * each, (start + count) * each);
        };
        parts.push(await inspectTogether([of(images), classWeights && of(classWeights)], count, look));
      }
      return inspectionOf(parts);
    },
    async dispose() {
      await graphs.release();
      runtime.store.free([...weights.values()]);
      weights.clear();
    },
  };
}

type Look = Omit<InspectionRequest, "classWeights">;
type InspectionGraph = Omit<CompiledInspection, "bytes">;

const fetchesOf = ({ scores, outputs, gradients, imageGradient }: InspectionGraph): string[] =>
  [scores, ...outputs.values(), ...gradients.values(), ...(imageGradient ? [imageGradient] : [])].map(
    ({ name }) => name,
  );

function read(graph: InspectionGraph, results: Readonly<Record<string, OrtTensor>>): Inspection {
  const at = ({ name }: { readonly name: string }) => results[name]!.data as Float32Array;
  const each = (specs: CompiledInspection["outputs"]) =>
    new Map([...specs].map(([point, spec]) => [point, at(spec)]));
  return {
    scores: at(graph.scores),
    outputs: each(graph.outputs),
    gradients: each(graph.gradients),
    imageGradient: graph.imageGradient ? at(graph.imageGradient) : new Float32Array(),
  };
}

/** Of parts of a batch. */
function inspectionOf(parts: readonly Inspection[]): Inspection {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const together = (of: (part: Inspection) => Float32Array) => joined(parts.map(of));
  const each = (of: (part: Inspection) => ReadonlyMap<string, Float32Array>) =>
    new Map(
      [...(first ? of(first).keys() : [])].map((name) => [name, together((part) => of(part).get(name)!)]),
    );
  return {
    scores: together(({ scores }) => scores),
    outputs: each(({ outputs }) => outputs),
    gradients: each(({ gradients }) => gradients),
    imageGradient: together(({ imageGradient }) => imageGradient),
  };
}

function requestProblems(
  images: Float32Array,
  size: number,
  { gradients = [], imageGradient, classWeights }: InspectionRequest,
  shape: readonly number[],
  units: number,
): string[] {
  const expected = elements(shape);
  const problems =
    images.length === expected
      ? []
      : [`expected ${expected} numbers for images of [${shape}], received ${images.length}`];
  const needsWeights = imageGradient === true || gradients.length > 0;
  if (needsWeights && classWeights?.length !== size * units) {
    problems.push(
      `expected classWeights of [${size},${units}] for gradients, received ${classWeights?.length ?? "no"} numbers`,
    );
  }
  return problems;
}
