import { firstLine } from "./device.js";

export type NativeLibrary = typeof import("@imgcls/onnxruntime");

/**
 * A program's own onnxruntime-node first, because its install script brings the CUDA libraries. @imgcls/onnxruntime is
 * the same library without that script.
 *
 * @throws Error that says of each of them why it does not load
 */
export async function loadNativeLibrary(): Promise<NativeLibrary> {
  const problems: string[] = [];
  for (const [name, load] of Object.entries(LIBRARIES)) {
    try {
      return await load();
    } catch (cause) {
      problems.push(`${name}: ${isMissing(cause) ? "not installed" : firstLine(cause)}`);
    }
  }
  throw new Error(problems.join("; "));
}

const LIBRARIES: Readonly<Record<string, () => Promise<NativeLibrary>>> = {
  "onnxruntime-node": () => import("onnxruntime-node"),
  "@imgcls/onnxruntime": () => import("@imgcls/onnxruntime"),
};

const isMissing = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND";
