import { distance } from "fastest-levenshtein";
import { UnknownPresetError } from "./errors.js";
import type { Preset } from "./preset.js";
import { presets } from "./presets/index.js";

/** More edits than this and a name is another word, not a typing error. */
const LARGEST_TYPO = 4;

/** The preset of that name. Throws UnknownPresetError with the known names and the nearest one. */
export function getPreset(name: string): Preset {
  if (Object.hasOwn(presets, name)) return presets[name as keyof typeof presets];
  const known = Object.keys(presets);
  const nearest = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate) }))
    .reduce((best, next) => (next.edits < best.edits ? next : best));
  throw new UnknownPresetError(name, known, nearest.edits <= LARGEST_TYPO ? nearest.candidate : undefined);
}
