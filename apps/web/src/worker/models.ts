import {
  BuildModelError,
  buildModel,
  listModels,
  type Preset,
  presets,
  summarize,
} from "@imgcls/architectures";
import type { ImageShape, ModelChoice } from "../protocol.js";

interface DataShape {
  readonly shape: ImageShape;
  readonly classNames: readonly string[];
}

/** Small enough to train in a page. */
const FAMILIES = ["simple-cnn", "mlp"];

/** Those of these families that can be built for the data, those made for such images first. */
export function modelsFor({ shape, classNames }: DataShape): ModelChoice[] {
  const list: readonly Preset[] = listModels({ family: FAMILIES }).map((name) => presets[name]);
  const madeForIt = (preset: Preset) => String(preset.inputShape) === String(shape);
  return [...list.filter(madeForIt), ...list.filter((preset) => !madeForIt(preset))].flatMap((preset) => {
    const { mean } = preset.preprocessing;
    if (mean !== undefined && mean.length !== shape[2]) return [];
    const choice = describe(preset, shape, classNames.length);
    return choice === undefined ? [] : [choice];
  });
}

/** Undefined when the images are too small for it. */
function describe(preset: Preset, inputShape: ImageShape, classes: number): ModelChoice | undefined {
  const { name, title, training } = preset;
  try {
    const model = buildModel(preset, { inputShape, classes });
    const { rows, totalParameters } = summarize(model);
    model.dispose();
    return {
      name,
      title,
      layers: rows.map(({ outputShape, ...row }) => ({
        ...row,
        outputShape: outputShape.slice(1).map((size) => size ?? 0),
      })),
      parameters: totalParameters,
      recipe: {
        epochs: training.epochs,
        batchSize: training.batchSize,
        optimizer: training.optimizer.type,
        learningRate: training.optimizer.learningRate,
      },
    };
  } catch (error) {
    if (error instanceof BuildModelError) return undefined;
    throw error;
  }
}
