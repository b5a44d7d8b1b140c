/** Whether `weights` names a file of one's own: a path says so at its beginning, or by its extension. */
export const isWeightsPath = (weights: string): boolean =>
  /^(\.{0,2}[/\\]|[a-z]:[/\\])/i.test(weights) || WEIGHTS_EXTENSIONS.some((each) => weights.endsWith(each));

/** Of the formats that are read. */
export const WEIGHTS_EXTENSIONS: readonly string[] = [
  ".safetensors",
  ".pth",
  ".pt",
  ".keras",
  ".h5",
  ".json",
  ".onnx",
];

/** The part of a path or an address behind its folders. */
export const fileNameOf = (path: string): string =>
  path.slice(1 + Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")));

/** The folder of a path, with the slash behind it. */
export const folderOf = (path: string): string => path.replace(/[^/\\]*$/, "");

/** Whether a name that a file says is of a file in the same folder or below it. */
export const isBeside = (name: unknown): name is string =>
  typeof name === "string" && /^[^/\\:]/.test(name) && !name.split(/[/\\]/).includes("..");

/** Computation and weights in one. */
export const isOnnxPath = (path: string): boolean => path.toLowerCase().endsWith(".onnx");

/** `model.json`, which names the files that have the numbers. */
export const isLayersModelPath = (path: string): boolean => path.endsWith(".json");
