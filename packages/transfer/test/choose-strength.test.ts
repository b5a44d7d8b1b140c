import { describe, expect, it } from "vitest";
import { chooseStrength, linearLogits, logisticRegression } from "../src/index.js";
import { regressionProblem } from "../src/regression/problem.js";
import { foldsOf } from "../src/validation/fit-folds.js";
import { StrengthTrial } from "../src/validation/strength-trial.js";
import { drawnFeatures } from "./drawn-features.js";
import golden from "./golden/regressions.json" with { type: "json" };

it.each(golden.choices)(
  "has scikit-learn's accuracy at every strength: $images images, $width features, $classes classes",
  ({ images, width, classes, seed, strengths, accuracies }) => {
    const { features, labels } = drawnFeatures(images, width, classes, seed);
    const byClass = labels.map((_, i) => i).sort((a, b) => labels[a]! - labels[b]! || a - b);
    const foldOf = Int32Array.from(labels, (_, row) => byClass.indexOf(row) % 5);
    const weights = new Float64Array(images).fill(1);
    const problem = regressionProblem({ features, labels, classes });
    const trial = new StrengthTrial(problem, foldsOf(foldOf, undefined, weights), weights, 1e-5);
    trial.bestOf(strengths);
    expect(trial.tried.map(({ accuracy }) => accuracy)).toEqual(
      accuracies.map((value) => expect.closeTo(value, 9)),
    );
  },
);

describe("chooseStrength", () => {
  const { features, labels } = drawnFeatures(60, 100, 3, 9);

  it("gives the best, its head, and logits of images that were not trained on", () => {
    const { strength, accuracy, byStrength, head, outOfFold } = chooseStrength(features, labels, {
      classes: 3,
    });
    const least = Math.min(...byStrength.map((tried) => tried.loss));
    const strengths = byStrength.map((tried) => tried.strength);
    expect(strengths).toEqual([...strengths].sort((a, b) => a - b));
    const nearly = byStrength.find((tried) => tried.loss <= 1.03 * least + 1e-5);
    expect(nearly).toMatchObject({ strength, accuracy });
    const alone = logisticRegression(features, labels, { classes: 3, strength });
    expect([...head.kernel]).toEqual([...alone.kernel].map((value) => expect.closeTo(value, 5)));
    const right = outOfFold.rows.filter((row, i) => {
      const logits = outOfFold.logits.subarray(3 * i, 3 * i + 3);
      return logits.indexOf(Math.max(...logits)) === labels[row];
    });
    expect(outOfFold.rows).toEqual(labels.map((_, i) => i));
    expect(right.length / labels.length).toBeCloseTo(accuracy, 9);
  });

  it("copies in groups change no fold: each image twice is each image once with half the penalty", () => {
    const twice = Float32Array.from([...features, ...features]);
    const groups = [...labels, ...labels].map((_, i) => i % 60);
    const once = chooseStrength(features, labels, { classes: 3, strengths: [0.02] });
    const doubled = chooseStrength(twice, [...labels, ...labels], { classes: 3, strengths: [0.01], groups });
    expect(doubled.accuracy).toBe(once.accuracy);
    expect(doubled.outOfFold.rows).toEqual(once.outOfFold.rows);
  });

  it("weighs classes as if their images were there more often", () => {
    const weighed = logisticRegression(features, labels, {
      classes: 3,
      strength: 0.1,
      classWeight: [1, 2, 0.5],
    });
    const sampleWeight = labels.map((label) => [1, 2, 0.5][label]!);
    const each = logisticRegression(features, labels, { classes: 3, strength: 0.1, sampleWeight });
    expect(weighed.bias).toEqual(each.bias);
    const balanced = logisticRegression(features, labels, {
      classes: 3,
      strength: 0.1,
      classWeight: "balanced",
    });
    const plain = logisticRegression(features, labels, { classes: 3, strength: 0.1 });
    expect(balanced.bias).toEqual(plain.bias);
  });

  it("takes a class with one picture", () => {
    const three = drawnFeatures(41, 30, 2, 4);
    three.labels[40] = 2;
    const { head, outOfFold } = chooseStrength(three.features, three.labels, { classes: 3 });
    expect(outOfFold.rows).not.toContain(40);
    expect(linearLogits(three.features, head).every(Number.isFinite)).toBe(true);
  });

  it("says all that is wrong", () => {
    expect(() => chooseStrength(features, labels, { classes: 1, folds: 1, seeds: 3 } as never)).toThrow(
      /"seeds".*classes to be a whole number from 2, received 1;.*folds to be a whole number from 2/,
    );
    expect(() => chooseStrength(features, labels, { classes: 5 })).toThrow(
      "expected at least one image of each class, received none of the classes 3, 4. Leave them out, or add images",
    );
    expect(() => chooseStrength(features, labels, { classes: 2 })).toThrow(
      "expected labels from 0 to 1, received 2",
    );
    expect(() => chooseStrength(features.subarray(1), labels, { classes: 3 })).toThrow(
      "as many numbers for each",
    );
    expect(() => chooseStrength(new Float32Array(0), [], { classes: 3 })).toThrow("received none");
    const broken = features.map((value, i) => (i === 250 ? Number.NaN : value));
    expect(() => chooseStrength(broken, labels, { classes: 3 })).toThrow("received NaN for image 2");
    expect(() => chooseStrength(features.subarray(0, 300), [0, 1, 2], { classes: 3 })).toThrow(
      "two images of one class at least",
    );
  });
});
