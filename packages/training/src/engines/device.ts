/**
 * What computes: the processor, or a graphics card through WebGPU (Vulkan, Direct3D 12, Metal) or CUDA. Results agree to
 * the rounding of their sums, so a training is repeated to the bit on the same device alone.
 */
export type OnnxDevice = "cpu" | "webgpu" | "cuda";

export type GpuDevice = Exclude<OnnxDevice, "cpu">;

interface GpuTraits {
  /** The faster of the two that graphics cards can run, measured on an H200. */
  readonly lowering: "portable" | "gpu";
  /** What onnxruntime is told. */
  readonly provider: { readonly name: string; readonly preferredLayout?: "NCHW" };
  /** Whether the library lets weights stay on the card from step to step. */
  readonly keepsTensors: boolean;
  /** What to do where it does not start. */
  readonly remedy: string;
}

/** Graphics cards through onnxruntime, and what differs between them. */
export const GPUS: Readonly<Record<GpuDevice, GpuTraits>> = {
  webgpu: {
    lowering: "gpu",
    // Our order. With its default onnxruntime 1.30 turns the maps around, and takes some slices along wrong axes then.
    provider: { name: "webgpu", preferredLayout: "NCHW" },
    keepsTensors: true,
    remedy:
      "Install the graphics card's driver, on Linux with Vulkan, on Windows the package onnxruntime-node too",
  },
  cuda: {
    lowering: "portable",
    provider: { name: "cuda" },
    keepsTensors: false,
    remedy:
      "Install the package onnxruntime-node and let its install script run, which fetches the CUDA libraries, and the CUDA and cuDNN versions that these were built for",
  },
};

export const ONNX_DEVICES: readonly OnnxDevice[] = ["cpu", ...(Object.keys(GPUS) as GpuDevice[])];

/** An Error that ends in what to do. */
export function deviceError(device: GpuDevice, found: string, cause?: unknown): Error {
  return new Error(
    `device: expected "${device}" to work here, ${found}. ${GPUS[device].remedy}, or train on the CPU with device "cpu"`,
    { cause },
  );
}

export const firstLine = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).trim().split("\n")[0]!;
