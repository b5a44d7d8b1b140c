import type { LayersModel, layers } from "@tensorflow/tfjs";

/** Names of layers, or a question about each; none: all layers. */
export type LayerChoice = readonly string[] | ((layer: layers.Layer) => boolean);

/** Stops the training of all layers, or of those chosen. Compile the model or the training step again afterwards. */
export function freeze(model: LayersModel, choice: LayerChoice = () => true): void {
  for (const layer of chosen(model, choice)) layer.trainable = false;
}

/** Trains all layers again, or those chosen. */
export function unfreeze(model: LayersModel, choice: LayerChoice = () => true): void {
  for (const layer of chosen(model, choice)) layer.trainable = true;
}

/**
 * Trains the named layer again and all that come after it in the model's order; those before stay as they are. For
 * fine-tuning: first `freeze` all, train a new head, then unfreeze from the last stage.
 */
export function unfreezeFrom(model: LayersModel, name: string): void {
  const first = model.layers.indexOf(requireLayer(model, name));
  for (const layer of model.layers.slice(first)) layer.trainable = true;
}

function chosen(model: LayersModel, choice: LayerChoice): layers.Layer[] {
  return typeof choice === "function"
    ? model.layers.filter(choice)
    : choice.map((name) => requireLayer(model, name));
}

/** The layer of that name; an error that lists the names there are otherwise. */
export function requireLayer(model: LayersModel, name: string): layers.Layer {
  const layer = model.layers.find((each) => each.name === name);
  if (layer !== undefined) return layer;
  const known = model.layers.map((each) => each.name).join(", ");
  throw new Error(
    `[imgcls/architectures] ${model.name}: expected the name of a layer, received "${name}". Its layers are ${known}.`,
  );
}
