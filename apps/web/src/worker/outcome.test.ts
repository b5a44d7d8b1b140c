import type { HistoryRow } from "@imgcls/training";
import { describe, expect, it } from "vitest";
import { outcomeOf } from "./outcome.js";

const row = (loss: number, accuracy: number) => [{ loss, val_accuracy: accuracy }] as unknown as HistoryRow[];
/** Ten classes with a hundred images each. */
const labels = Array.from({ length: 1000 }, (_, i) => i % 10);

describe("what came of a training", () => {
  it.each([
    [14.5, 0.1, "diverged"],
    [Math.LN10, 0.1, "guessing"],
    [2.2, 0.115, "guessing"],
    [2.0, 0.3, "trained"],
  ] as const)("loss %f and accuracy %f", (loss, accuracy, outcome) =>
    expect(outcomeOf(row(loss, accuracy), labels, 10)).toBe(outcome),
  );

  it("is measured by the commonest class, and by how few images there are", () => {
    const uneven = Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : 1));
    expect(outcomeOf(row(0.4, 0.9), uneven, 2)).toBe("guessing");
    // 9 of 16 coins are luck.
    expect(
      outcomeOf(
        row(0.6, 9 / 16),
        labels.slice(0, 16).map((label) => label % 2),
        2,
      ),
    ).toBe("guessing");
  });

  it("is not judged before an epoch has ended", () => expect(outcomeOf([], labels, 10)).toBe("trained"));
});
