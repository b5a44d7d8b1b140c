import * as tf from "@tensorflow/tfjs";
import { BuildModelError, WeightsError } from "../errors.js";
import { registerLayers } from "../layers/register-layers.js";
import { mendNormalization } from "../layers/scale-free-normalization.js";
import { droppedOptions, readableTopology } from "./keras-topology.js";
import { fileHandler } from "./model-file.js";
import { requireFit } from "./require-fit.js";

/**
 * `tf.loadLayersModel` for models that may have this package's layers, and that may be trained further: also by the path of
 * a `model.json` in Node, and of Keras 3's description. Throws WeightsError when a weight is missing, has another shape or
 * is not finite, and BuildModelError with every option of the description that TensorFlow.js would drop.
 */
export async function loadModel(
  pathOrHandler: Parameters<typeof tf.loadLayersModel>[0],
  options?: Parameters<typeof tf.loadLayersModel>[1],
): Promise<tf.LayersModel> {
  registerLayers();
  const { handler, loaded } = remembering(handlerOf(pathOrHandler, options));
  const model = await tf.loadLayersModel(handler, options).catch(async (cause: unknown) => {
    const artifacts = loaded();
    if (artifacts !== undefined) await requireFit(artifacts, options?.strict ?? true);
    throw cause;
  });
  const dropped = droppedOptions(model, loaded()?.modelTopology ?? {});
  if (dropped.length > 0) throw new BuildModelError(model.name, dropped);
  const damaged = model.weights.filter((weight) => !isAllFinite(weight.read()));
  if (damaged.length > 0) {
    throw new WeightsError(
      model.name,
      damaged.map(
        ({ originalName }) => `"${originalName}" has numbers that are not finite (NaN or infinite)`,
      ),
    );
  }
  for (const layer of model.layers) {
    if (layer.getClassName() === "BatchNormalization") {
      mendNormalization(layer as Parameters<typeof mendNormalization>[0]);
    }
  }
  return model;
}

/** No sum of the weight's size can overflow in float32 unless a number of it is not finite or absurd. */
const isAllFinite = (values: tf.Tensor): boolean =>
  tf.tidy(() => Number.isFinite(tf.sum(tf.abs(values)).dataSync()[0]));

type Source = Parameters<typeof tf.loadLayersModel>[0];
type Options = Parameters<typeof tf.loadLayersModel>[1];
type Handler = Exclude<Source, string>;

/** As tf.loadLayersModel finds it. */
function handlerOf(source: Source, options: Options): Handler {
  if (typeof source !== "string") return source;
  const registered = tf.io.getLoadHandlers(source, options as never) as tf.io.IOHandler[];
  return registered[0] ?? fileHandler(source) ?? tf.io.browserHTTPRequest(source, options);
}

/** What the handler has loaded stays at hand, to say what is wrong with it. */
function remembering(source: Handler) {
  let artifacts: tf.io.ModelArtifacts | undefined;
  const handler: tf.io.IOHandler = {
    load: async () => {
      const given = await source.load!();
      const problems: string[] = [];
      const modelTopology = readableTopology(given.modelTopology ?? {}, problems);
      if (problems.length > 0) throw new BuildModelError("loadModel", problems);
      artifacts = { ...given, modelTopology };
      return artifacts;
    },
  };
  return { handler, loaded: () => artifacts };
}
