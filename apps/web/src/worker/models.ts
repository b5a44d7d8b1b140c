import {
  BuildModelError,
  buildModel,
  listModels,
  type Preset,
  type PresetName,
  presets,
  summarize,
} from "@imgcls/architectures";
import { completeRecipe } from "@imgcls/runs";
import type { ModelChoice } from "../protocol.js";
import type { Images } from "./form.js";

/** Small enough to train in a page. */
const FAMILIES = ["simple-cnn", "mlp"];

/**
 * Those of these families that can be built for the data, those made for such images first: of these the smallest for
 * your own images, which are often few, and the first one is chosen when nobody chooses.
 */
export function modelsFor(data: Images): ModelChoice[] {
  const { shape } = data;
  const list: readonly Preset[] = listModels({ family: FAMILIES }).map((name) => presets[name]);
  const madeForIt = (preset: Preset) => String(preset.inputShape) === String(shape);
  const choices = (some: readonly Preset[]) =>
    some.flatMap((preset) => {
      const { mean } = preset.preprocessing;
      if (mean !== undefined && mean.length !== shape[2]) return [];
      const choice = describe(preset, data);
      return choice === undefined ? [] : [choice];
    });
  const made = choices(list.filter(madeForIt));
  const others = choices(list.filter((preset) => !madeForIt(preset)));
  return [...(isOwn(data) ? made.sort((a, b) => a.parameters - b.parameters) : made), ...others];
}

const isOwn = ({ id }: Images): boolean => id.includes(":");

/** Undefined when the images are too small for it. */
function describe(preset: Preset, data: Images): ModelChoice | undefined {
  const { name, title } = preset;
  const { shape: inputShape, classNames } = data;
  const classes = classNames.length;
  const recipe = completeRecipe(
    { data: { dataset: data.id }, model: { architecture: name as PresetName } },
    data,
  );
  try {
    const model = buildModel(preset, { inputShape, classes });
    const { rows, totalParameters } = summarize(model);
    model.dispose();
    return {
      name,
      title,
      inputShape,
      layers: rows.map(({ outputShape, ...row }) => ({
        ...row,
        outputShape: outputShape.slice(1).map((size) => size ?? 0),
      })),
      parameters: totalParameters,
      recommended: JSON.stringify(recipe),
    };
  } catch (error) {
    if (error instanceof BuildModelError) return undefined;
    throw error;
  }
}
