import { registerLayers } from "@imgcls/architectures";
import { enableProdMode, ready } from "@tensorflow/tfjs";
import { CommandFailedError } from "../errors.js";

/** Packages that bring a TensorFlow.js backend; importing one registers it. */
const BACKEND_PACKAGES: Readonly<Record<string, string>> = {
  wasm: "@tensorflow/tfjs-backend-wasm",
  webgpu: "@tensorflow/tfjs-backend-webgpu",
  tensorflow: "@tensorflow/tfjs-node",
};

/**
 * Before the first tensor: no self-checks, no banner that praises other packages; the layers that saved models
 * may have; and the package of the wanted backend, if it needs one.
 *
 * @throws CommandFailedError when that package is not installed
 */
export async function prepareTensorflow(backend?: string): Promise<void> {
  enableProdMode();
  registerLayers();
  const name = backend === undefined ? undefined : BACKEND_PACKAGES[backend];
  if (name === undefined) return;
  try {
    await import(name);
    // The new backend takes over at once, and some need time to start.
    await ready();
  } catch (cause) {
    throw new CommandFailedError(
      `--backend ${backend} needs the package ${name}, which does not load here. Install it beside this program: npm install ${name}@4.22.0.`,
      { cause },
    );
  }
}
