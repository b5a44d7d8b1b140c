import { compileInference, type InferenceOptions } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import { readWeights } from "../model-weights.js";
import type { InferencePlan } from "../training-plan.js";
import type { EngineDescription, Predictor } from "./engine.js";
import type { OrtRuntime, OrtTensor } from "./ort-runtime.js";
import { SessionCache } from "./session-cache.js";

/** Runs the model's inference graph, on weights that somebody else keeps or that are in the graph. */
export class OnnxInference {
  private readonly compiled;

  constructor(
    private readonly runtime: OrtRuntime,
    model: LayersModel,
    { preprocessing, inputShape }: InferencePlan,
    options: Pick<InferenceOptions, "lowering" | "weights">,
  ) {
    this.compiled = new SessionCache(runtime, ({ size: batchSize }) =>
      compileInference(model, { batchSize, preprocessing, inputShape, ...options }),
    );
  }

  /** @param weights by name; those that are in the graph need not be there */
  async predict(
    images: Uint8Array,
    size: number,
    weights: ReadonlyMap<string, OrtTensor> = new Map(),
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
