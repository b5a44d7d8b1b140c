// A graphics card made of software, so that machines without one can run the GPU engine: SwiftShader's Vulkan driver,
// which comes with every Chromium.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

const FOLDERS = [
  ...(process.env.CHROMIUM_PATH ? [dirname(process.env.CHROMIUM_PATH)] : []),
  "/usr/lib/chromium",
  "/usr/lib/chromium-browser",
  "/opt/google/chrome",
];

const driver = FOLDERS.map((folder) => join(folder, "vk_swiftshader_icd.json")).find(existsSync);

/** What finds drivers: a library of the system's, which Chromium does not need. */
const LOADERS = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"].map(
  (folder) => join(folder, "libvulkan.so.1"),
);

/** Why there is none here; undefined where there is. */
export const noSoftwareGpu =
  driver === undefined
    ? `no vk_swiftshader_icd.json in ${FOLDERS.join(", ")}`
    : LOADERS.some(existsSync)
      ? undefined
      : "no libvulkan.so.1 (Debian: libvulkan1)";

/** From now on this process sees no other Vulkan driver. */
export function useSoftwareGpu(): void {
  process.env.VK_DRIVER_FILES = driver;
  process.env.VK_ICD_FILENAMES = driver;
}
