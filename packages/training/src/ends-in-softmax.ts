import type { LayersModel } from "@tensorflow/tfjs";

/** Whether the model's last layer is a softmax over the classes, or ends in one when it is a model itself. */
export function endsInSoftmax(model: LayersModel): boolean {
  const last = model.outputs[0]?.sourceLayer;
  if (last === undefined) return false;
  if ("layers" in last && "outputs" in last) return endsInSoftmax(last as LayersModel);
  return last.getClassName() === "Softmax" || last.getConfig().activation === "softmax";
}
