import { describe, expect, it } from "vitest";
import type { HistoryRow } from "./history.js";
import { trainingOutcome } from "./training-outcome.js";

const row = (last: Partial<HistoryRow>): HistoryRow[] => [
  { epoch: 1, loss: 1, accuracy: 0.5, learning_rate: 0.1, seconds: 1, images_per_second: 1, ...last },
];

const TEN_CLASSES = Array<number>(10).fill(100);

describe("what came of a training", () => {
  it.each([
    [14.5, 0.1, "diverged"],
    [Math.LN10, 0.1, "guessing"],
    [2.2, 0.115, "guessing"],
    [2.0, 0.3, "trained"],
    [2.5, 0.3, "trained"],
  ] as const)("loss %f and accuracy %f of ten classes: %s", (loss, val_accuracy, kind) =>
    expect(trainingOutcome(row({ loss, val_accuracy }), TEN_CLASSES).kind).toBe(kind),
  );

  it("says the numbers", () => {
    const threeClasses = [100, 100, 100];
    expect(trainingOutcome(row({ val_loss: 1_834_201.5, val_accuracy: 1 / 3 }), threeClasses)).toEqual({
      kind: "diverged",
      sentence: "the training diverged: its loss is 1,834,000, where guessing has 1.10",
    });
    expect(trainingOutcome(row({ loss: Number.NaN }), [50, 50])).toEqual({
      kind: "diverged",
      sentence: "the training diverged: its loss is not finite, where guessing has 0.69",
    });
    expect(trainingOutcome(row({ val_loss: 1, val_accuracy: 1 / 3 }), threeClasses)).toEqual({
      kind: "guessing",
      sentence:
        "the model has learned nothing that helps: its accuracy is 33.3 %, and always naming the largest class has 33.3 %",
    });
  });

  it("compares with the largest class, and with what luck can reach", () => {
    const kind = (val_accuracy: number, counts: number[]) =>
      trainingOutcome(row({ loss: 0.6, val_loss: 1, val_accuracy }), counts).kind;
    expect(kind(0.9, [900, 100])).toBe("guessing");
    expect(kind(0.95, [900, 100])).toBe("trained");
    // Two standard errors of 100 guesses between two classes are 10 %.
    expect(kind(0.59, [50, 50])).toBe("guessing");
    expect(kind(0.61, [50, 50])).toBe("trained");
    // 9 of 16 coins are luck.
    expect(kind(9 / 16, [8, 8])).toBe("guessing");
    // Of two images nothing can be said.
    expect(kind(0.5, [1, 1])).toBe("trained");
  });

  it.each([
    ["overfits", { loss: 0.01, val_loss: 3.5, val_accuracy: 0.7 }],
    ["was not validated", {}],
  ])("finds nothing wrong in a training that %s", (_, last) =>
    expect(trainingOutcome(row(last), [50, 50])).toEqual({ kind: "trained" }),
  );

  it("does not judge before an epoch has ended", () =>
    expect(trainingOutcome([], [50, 50])).toEqual({ kind: "trained" }));
});
