import type { ImageShape } from "@imgcls/datasets";
import { onnxEngine, type Preprocessing, type SavedModel } from "@imgcls/training";
import type { LayersModel } from "@tensorflow/tfjs";
import { modelOfRun } from "../judging/model-of-run.js";
import type { RunPlace } from "../places/place.js";
import type { EngineChooser } from "../training/options.js";
import { InspectionError } from "./errors.js";
import { firstFilters } from "./first-filters.js";
import { type ModelInspector, modelInspector } from "./model-inspector.js";

/** A model that no run holds, such as one with weights of others. It is its giver's to dispose of. */
export interface InspectedModel {
  readonly model: LayersModel;
  readonly preprocessing: Preprocessing;
  /** `[height, width, channels]` of the images. */
  readonly inputShape: ImageShape;
  readonly classNames: readonly string[];
}

export interface InspectorOptions {
  /** Default: `onnxEngine()`. One that cannot look inside is refused. */
  readonly engine?: EngineChooser | undefined;
  /** Images that are inspected at once, of methods that need many. Default 8. */
  readonly batchSize?: number | undefined;
}

/**
 * Opens a trained model to look inside it: feature maps, first filters, and what a class score stands on.
 *
 * ```ts
 * const inspector = await openInspector(folderPlace("runs/cifar"));
 * const { map, className } = await inspector.explain(pixels, { method: "grad-cam" });
 * ```
 *
 * @throws RunFolderError when a file of the run is missing or damaged, UnsupportedModelError with every layer that cannot be
 * compiled, EngineUnavailableError
 */
export async function openInspector(
  subject: RunPlace | SavedModel | InspectedModel,
  { engine: choose, batchSize = 8 }: InspectorOptions = {},
): Promise<ModelInspector> {
  const isLoaded = "folder" in subject;
  const inspected = isLoaded ? ofRun(await modelOfRun(subject.folder)) : inspectedModel(subject);
  const { model, preprocessing, inputShape, classNames } = inspected;
  const disposeOfModel = () => void (isLoaded && model.dispose());
  try {
    const plan = { preprocessing, inputShape, batchSize };
    const engine = choose ? await choose({ model, plan }) : onnxEngine();
    if (engine.createInspector === undefined) {
      throw new InspectionError([`the engine "${engine.name}" cannot look inside a model: use "onnx"`]);
    }
    const inspector = await engine.createInspector(model, plan);
    const own = modelInspector(inspector, {
      classNames,
      inputShape,
      filters: await firstFilters(model, inputShape),
    });
    return {
      ...own,
      async dispose() {
        await own.dispose();
        disposeOfModel();
      },
    };
  } catch (error) {
    disposeOfModel();
    throw error;
  }
}

const inspectedModel = (subject: SavedModel | InspectedModel): InspectedModel =>
  "card" in subject ? ofRun(subject) : subject;

const ofRun = ({ model, card }: SavedModel): InspectedModel => ({
  model,
  preprocessing: card.preprocessing,
  inputShape: card.inputShape,
  classNames: card.classNames,
});
