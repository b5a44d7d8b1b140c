import { lazy } from "react";

/** With the first touch, beside the networks: a page that is only looked at needs no charts. */
export const loadLearningCurves = () => import("./learning-curves.js");

export const LearningCurves = lazy(async () => ({ default: (await loadLearningCurves()).LearningCurves }));
