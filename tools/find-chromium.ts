/**
 * Where the Chromium of this machine is, for the tests that need a browser. Playwright's own download is not
 * used: tests run on the browser that the system keeps up to date.
 *
 *     tsx tools/find-chromium.ts
 */
import { type ExecFileSyncOptions, execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];
const FIXED_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** Switches off what a test does not need, above all everything that would use the network by itself. */
export const CHROMIUM_ARGUMENTS: readonly string[] = [
  // Chromium's sandbox refuses to run as root, which containers usually are.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Path of a Chromium: CHROMIUM_PATH, else what is installed, else Debian's package where it may be installed. */
export function findChromium(): string {
  const found = installedChromium();
  if (found !== undefined) return found;
  if (canInstall()) {
    console.error("No Chromium found: installing Debian's package.");
    const options: ExecFileSyncOptions = {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    };
    execFileSync("apt-get", ["update", "--quiet"], options);
    execFileSync(
      "apt-get",
      ["install", "--quiet", "--yes", "--no-install-recommends", "chromium", "libvulkan1"],
      options,
    );
    const installed = installedChromium();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    "The browser tests need Chromium or Chrome, and none was found. Install one (Debian and Ubuntu: sudo apt-get install chromium), or set CHROMIUM_PATH to its program.",
  );
}

function installedChromium(): string | undefined {
  const { CHROMIUM_PATH, PATH = "" } = process.env;
  if (CHROMIUM_PATH) {
    if (isProgram(CHROMIUM_PATH)) return CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH: expected the path of a program, received "${CHROMIUM_PATH}".`);
  }
  const inPath = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...inPath, ...FIXED_PLACES].find(isProgram);
}

const canInstall = (): boolean => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(findChromium());
