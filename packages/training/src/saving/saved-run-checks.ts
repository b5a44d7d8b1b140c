import { array, type Checks, object } from "@imgcls/checks";
import { has } from "../plan-problems.js";
import { requireOptions } from "../training-plan.js";
import type { SavedRun } from "./run-files.js";

const CHECKS: Checks<SavedRun> = {
  model: { expected: "a tf.LayersModel", accepts: (value) => has(value, "inputs", "outputs") },
  card: { expected: "a model card", accepts: object.accepts },
  history: { ...array, expected: "the rows that fit returned" },
  checkpoint: {
    expected: "the checkpoint that fit returned",
    accepts: (value) => has(value, "weights", "origin"),
  },
  phase: { expected: "{ index, earlier }", accepts: (value) => has(value, "index", "earlier") },
};

/** @throws TrainingOptionsError with every part that is unknown, wrong or missing */
export const requireSavedRun = (where: string, run: SavedRun): void =>
  requireOptions(where, run, CHECKS, ["model", "card", "history"]);
