import { compileInference } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import { readWeights } from "../model-weights.js";
import type { InferencePlan } from "../training-plan.js";
import type { EngineDescription, Predictor } from "./engine.js";
import type { OrtRuntime, OrtTensor } from "./ort-runtime.js";
import { SessionCache } from "./session-cache.js";

/** Runs the model's inference graph on weights that somebody else keeps, by the name of the weight. */
export class OnnxInference {
  private readonly compiled;

  constructor(
    private readonly runtime: OrtRuntime,
    model: LayersModel,
    plan: InferencePlan,
  ) {
    this.compiled = new SessionCache(runtime, ({ size: batchSize }) =>
      compileInference(model, {
        batchSize,
        preprocessing: plan.preprocessing,
        lowering: runtime.lowering,
      }),
    );
  }

  async predict(
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

  /** How each weight is packed; compiles a graph if none was yet. */
  async layouts(batchSize: number) {
    return (await this.compiled.get({ size: batchSize })).graph.variables;
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

export async function onnxPredictor(
  runtime: OrtRuntime,
  model: LayersModel,
  plan: InferencePlan,
): Promise<Predictor> {
  const inference = new OnnxInference(runtime, model, plan);
  const values = await readWeights(model);
  const weights = new Map<string, OrtTensor>();
  for (const { name, pack, shape } of await inference.layouts(plan.batchSize)) {
    weights.set(name, runtime.tensor(pack(values.get(name)!), shape));
  }
  return {
    description: describe(runtime),
    predict: (images, size) => inference.predict(images, size, weights),
    async dispose() {
      weights.clear();
      await inference.release();
    },
  };
}
