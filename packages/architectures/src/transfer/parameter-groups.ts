import type { LayersModel, layers } from "@tensorflow/tfjs";
import { product } from "../summary/layer-graph.js";

export interface ParameterGroup {
  readonly name: string;
  readonly layers: readonly string[];
  /** Names of weights as the model and saved files have them, `conv1/kernel`. */
  readonly weights: readonly string[];
  readonly parameters: number;
}

/**
 * The weights that training changes, grouped by layer or by what `groupOf` answers for a layer, in the model's order:
 * for learning rates or weight decay of their own. `(layer) => layer.name.split(".")[0]` groups a torchvision-shaped
 * network by stage.
 */
export function parameterGroups(
  model: LayersModel,
  groupOf: (layer: layers.Layer) => string = ({ name }) => name,
): ParameterGroup[] {
  const groups = new Map<string, layers.Layer[]>();
  for (const layer of model.layers.filter(({ trainableWeights }) => trainableWeights.length > 0)) {
    const name = groupOf(layer);
    groups.set(name, [...(groups.get(name) ?? []), layer]);
  }
  return [...groups].map(([name, members]) => {
    const weights = members.flatMap(({ trainableWeights }) => trainableWeights);
    return {
      name,
      layers: members.map((layer) => layer.name),
      weights: weights.map(({ originalName }) => originalName),
      parameters: weights.reduce((sum, { shape }) => sum + product(shape), 0),
    };
  });
}
