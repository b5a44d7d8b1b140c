import { expect, it } from "vitest";
import type { HistoryRow } from "./history.js";
import { trainingProblems } from "./training-problems.js";

const row = (last: Partial<HistoryRow>): HistoryRow[] => [
  { epoch: 1, loss: 1, accuracy: 0.5, learning_rate: 0.1, seconds: 1, images_per_second: 1, ...last },
];

it("says that a training diverged, and that it is no better than guessing", () => {
  expect(trainingProblems(row({ val_loss: 1_834_201.5, val_accuracy: 1 / 3 }), [100, 100, 100])).toEqual([
    "the training diverged: its loss is 1,834,000, where guessing has 1.10",
    "the model has learned nothing that helps: its accuracy is 33.3 %, and always naming the largest class has 33.3 %",
  ]);
  expect(trainingProblems(row({ loss: Number.NaN }), [50, 50])).toEqual([
    "the training diverged: its loss is not finite, where guessing has 0.69",
  ]);
});

it("compares with the largest class, and with what chance alone reaches", () => {
  const isSaid = (val_accuracy: number, counts: number[]) =>
    trainingProblems(row({ val_loss: 1, val_accuracy }), counts).length > 0;
  expect(isSaid(0.9, [900, 100])).toBe(true);
  expect(isSaid(0.95, [900, 100])).toBe(false);
  // Two standard errors of 100 guesses between two classes are 10 %.
  expect(isSaid(0.59, [50, 50])).toBe(true);
  expect(isSaid(0.61, [50, 50])).toBe(false);
  // Of two images nothing can be said.
  expect(isSaid(0.5, [1, 1])).toBe(false);
});

it("finds nothing in a training that overfits, or that was not validated", () => {
  expect(trainingProblems(row({ loss: 0.01, val_loss: 3.5, val_accuracy: 0.7 }), [100, 100, 100])).toEqual(
    [],
  );
  expect(trainingProblems(row({}), [50, 50])).toEqual([]);
  expect(trainingProblems([], [50, 50])).toEqual([]);
});
