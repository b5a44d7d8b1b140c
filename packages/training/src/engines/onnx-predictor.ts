import { compileInference, type InferenceOptions } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import { readWeights } from "../model-weights.js";
import type { InferencePlan } from "../training-plan.js";
import type { EngineDescription, Predictor } from "./engine.js";
import { NotEnoughMemoryError } from "./errors.js";
import { inferenceNeed } from "./memory-need.js";
import type { OrtRuntime, OrtTensor } from "./ort-runtime.js";
import { SessionCache } from "./session-cache.js";

/** Runs the model's inference graph, on weights that somebody else keeps or that are in the graph. */
export class OnnxInference {
  private readonly compiled;
  /** That fit into memory together, as far as is known. */
  private mostImages = Number.POSITIVE_INFINITY;

  constructor(
    private readonly runtime: OrtRuntime,
    model: LayersModel,
    { preprocessing, inputShape }: InferencePlan,
    options: Pick<InferenceOptions, "lowering" | "weights">,
  ) {
    const constants = [...(options.weights?.values() ?? [])];
    const constantBytes = constants.reduce((bytes, { byteLength }) => bytes + byteLength, 0);
    this.compiled = new SessionCache(
      runtime,
      "predicting",
      ({ size: batchSize }) => compileInference(model, { batchSize, preprocessing, inputShape, ...options }),
      (graph) => inferenceNeed(graph, constantBytes),
    );
  }

  /**
   * In parts, where the memory that is available does not hold all images at once.
   *
   * @param weights by name; those that are in the graph need not be there
   * @throws NotEnoughMemoryError where it does not hold one image
   */
  async predict(
    images: Uint8Array,
    size: number,
    weights: ReadonlyMap<string, OrtTensor> = new Map(),
  ): Promise<Float32Array> {
    if (size <= this.mostImages) {
      try {
        return await this.predictTogether(images, size, weights);
      } catch (error) {
        if (!(error instanceof NotEnoughMemoryError) || error.largestBatch === 0) throw error;
        this.mostImages = error.largestBatch;
      }
    }
    const outputs: Float32Array[] = [];
    const pixels = images.length / size;
    for (let start = 0; start < size; ) {
      const count = Math.min(this.mostImages, size - start);
      const part = images.subarray(start * pixels, (start + count) * pixels);
      outputs.push(await this.predict(part, count, weights));
      start += count;
    }
    return joined(outputs);
  }

  private async predictTogether(
    images: Uint8Array,
    size: number,
    weights: ReadonlyMap<string, OrtTensor>,
  ): Promise<Float32Array> {
    const { graph, session } = await this.compiled.get({ size });
    const feeds: Record<string, OrtTensor> = {
      [graph.images.name]: this.runtime.tensor(images, graph.images.shape),
    };
    for (const { name, input } of graph.variables) feeds[input] = weights.get(name)!;
    const results = await session.run(feeds, [graph.output.name]);
    return results[graph.output.name]!.data as Float32Array;
  }

  release(): Promise<void> {
    return this.compiled.release();
  }
}

/** One after the other. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const describe = ({ version, device }: OrtRuntime): EngineDescription => ({
  name: "onnx",
  version,
  device,
});

/**
 * With the weights of this moment as constants of a portable graph: the runtime then chooses the order of its feature maps
 * itself, and nothing is fed but images.
 */
export async function onnxPredictor(
  runtime: OrtRuntime,
  model: LayersModel,
  plan: InferencePlan,
): Promise<Predictor> {
  const weights = await readWeights(model);
  const inference = new OnnxInference(runtime, model, plan, { lowering: "portable", weights });
  return {
    description: describe(runtime),
    predict: (images, size) => inference.predict(images, size),
    dispose: () => inference.release(),
  };
}
