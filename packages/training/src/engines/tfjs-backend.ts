import { nearest } from "@imgcls/checks";
import * as tf from "@tensorflow/tfjs";

const CONVOLUTION = ["Conv2DBackpropFilter", "Conv2DBackpropInput"];

/** Kernels that training needs beyond those of prediction, by layer class. */
const GRADIENT_KERNELS: Readonly<Record<string, readonly string[]>> = {
  Conv2D: CONVOLUTION,
  Conv2DTranspose: CONVOLUTION,
  GroupedConv2D: CONVOLUTION,
  SumPooling2D: CONVOLUTION,
  DepthwiseConv2D: ["DepthwiseConv2dNativeBackpropFilter", "DepthwiseConv2dNativeBackpropInput"],
  SeparableConv2D: ["DepthwiseConv2dNativeBackpropFilter", "DepthwiseConv2dNativeBackpropInput"],
  MaxPooling2D: ["MaxPoolGrad"],
  AveragePooling2D: ["AvgPoolGrad"],
};

/** Kernels whose gradients are wrong: of the maxima of maps with a row left over, for one. */
const WRONG_KERNELS: Readonly<Record<string, readonly string[]>> = { wasm: ["MaxPoolGrad"] };

/** Packages that register a backend which @tensorflow/tfjs itself does not have. */
const BACKEND_PACKAGES: Readonly<Record<string, string>> = {
  wasm: "@tensorflow/tfjs-backend-wasm",
  webgpu: "@tensorflow/tfjs-backend-webgpu",
  tensorflow: "@tensorflow/tfjs-node",
};

/** Makes the backend the current one. Returns why it cannot be, or undefined. */
export async function selectBackend(name: string | undefined): Promise<string | undefined> {
  if (name === undefined) {
    await tf.ready();
    return undefined;
  }
  const known = Object.keys(tf.engine().registryFactory);
  if (!known.includes(name)) return unknownBackend(name, known);
  const previous = tf.getBackend();
  if (await tf.setBackend(name)) return undefined;
  if (previous) await tf.setBackend(previous);
  return `TensorFlow.js cannot start its "${name}" backend here. Use one of ${known.filter((other) => other !== name).join(", ")}`;
}

function unknownBackend(name: string, known: readonly string[]): string {
  const start = `TensorFlow.js has no backend "${name}" (it has ${known.join(", ")}).`;
  const fromPackage = BACKEND_PACKAGES[name];
  if (fromPackage) return `${start} Install and import "${fromPackage}" before`;
  const suggestion = nearest(name, [...known, ...Object.keys(BACKEND_PACKAGES)]);
  return suggestion === undefined ? `${start} Use one of them` : `${start} Did you mean "${suggestion}"?`;
}

/** Which kernels for this model's gradients the backend does not have, as a reason, or undefined. */
export function missingKernels(
  layerClasses: readonly string[],
  backend: string,
  available: ReadonlySet<string>,
): string | undefined {
  const missing = layerClasses
    .flatMap((className) => GRADIENT_KERNELS[className] ?? [])
    .filter((kernel) => !available.has(kernel));
  if (missing.length === 0) return undefined;
  return `the "${backend}" backend of TensorFlow.js has no working ${[...new Set(missing)].join(", ")}, which training this model needs. Use the "onnx" engine or another backend`;
}

export const availableKernels = (backend: string): ReadonlySet<string> =>
  workingKernels(
    backend,
    tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName),
  );

/** Those of the registered kernels that compute what they should. */
export const workingKernels = (backend: string, registered: readonly string[]): ReadonlySet<string> =>
  new Set(registered.filter((kernel) => !WRONG_KERNELS[backend]?.includes(kernel)));
