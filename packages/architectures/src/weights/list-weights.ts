import { getPreset } from "../get-preset.js";
import { weightsTable } from "./table.js";

/**
 * Ids of all weights that are known by name, or of those for an architecture: the preferred ones first. Throws
 * UnknownPresetError.
 */
export function listWeights(architecture?: string): string[] {
  const wanted = architecture === undefined ? undefined : getPreset(architecture).name;
  return weightsTable
    .filter((each) => wanted === undefined || each.architecture === wanted)
    .map(({ id }) => id);
}
