import { type Difference, differencesOf } from "../recipe/differences.js";
import type { RunSummary } from "./run-summary.js";

/** In what two runs differ that may be the reason for another result: recipe, images, engine, versions and machine. */
export function runDifferences(before: RunSummary, after: RunSummary): Difference[] {
  return differencesOf(runFacts(before), runFacts(after));
}

/** All of a run that decides its result. */
export const runFacts = ({ recipe, card: { dataset, engine, environment } }: RunSummary) => ({
  ...recipe,
  images: dataset.fingerprint,
  engine,
  environment,
});
