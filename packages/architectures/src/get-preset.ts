import { nearest } from "@imgcls/checks";
import { UnknownPresetError } from "./errors.js";
import type { Preset } from "./preset.js";
import { presets } from "./presets/index.js";

/** The preset of that name. Throws UnknownPresetError with the known names and the nearest one. */
export function getPreset(name: string): Preset {
  if (Object.hasOwn(presets, name)) return presets[name as keyof typeof presets];
  const known = Object.keys(presets);
  throw new UnknownPresetError(name, known, nearest(name, known));
}
