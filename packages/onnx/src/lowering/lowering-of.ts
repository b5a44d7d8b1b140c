import type { LoweringChoice } from "../types.js";
import { blockedLowering } from "./blocked.js";
import { gpu } from "./gpu.js";
import type { Lowering } from "./lowering.js";
import { portable } from "./portable.js";

export function loweringOf(choice: LoweringChoice = "portable"): Lowering {
  if (choice === "portable") return portable;
  if (choice === "gpu") return gpu;
  const { blocked, fromChannels = blocked / 2 } = choice;
  return blockedLowering(blocked, fromChannels);
}
