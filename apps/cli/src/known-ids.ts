/** Names that arguments are checked against before anything large is loaded. */
import type { KernelName } from "@imgcls/datasets";
import type { ClusterMethod, ExplanationMethod } from "@imgcls/runs";
import type { OnnxDevice } from "@imgcls/training";
import names from "./names.json" with { type: "json" };

export const {
  architectures: architectureIds,
  datasets: datasetIds,
  optimizers: optimizerNames,
  recipes: recipeIds,
} = names as Readonly<Record<keyof typeof names, readonly string[]>>;

export const engineNames = ["auto", "onnx", "tfjs"] as const;

const devices = { cpu: true, webgpu: true, cuda: true } satisfies Record<OnnxDevice, true>;
export const deviceNames = Object.keys(devices) as OnnxDevice[];

const explanations = {
  "grad-cam": true,
  "grad-cam++": true,
  layercam: true,
  saliency: true,
  smoothgrad: true,
  "integrated-gradients": true,
  occlusion: true,
} satisfies Record<ExplanationMethod, true>;
export const explanationNames = Object.keys(explanations) as ExplanationMethod[];

const clusterMethods = { "k-means": true, ward: true, average: true } satisfies Record<ClusterMethod, true>;
export const clusterMethodNames = Object.keys(clusterMethods) as ClusterMethod[];

const kernels = {
  identity: true,
  "diagonal-edges": true,
  edges: true,
  "strong-edges": true,
  sharpen: true,
  "box-blur": true,
  "gaussian-blur": true,
} satisfies Record<KernelName, true>;
export const kernelNames = Object.keys(kernels) as KernelName[];
