import { describe, expect, it } from "vitest";
import {
  adjustedRandIndex,
  clusteringScores,
  matchClusters,
  normalizedMutualInformation,
  purity,
} from "../src/index.js";
import { bestAssignment } from "../src/metrics/assignment.js";
import golden from "./golden/clustering.json" with { type: "json" };

const near = (received: number, expected: number) => expect(Math.abs(received - expected)).toBeLessThan(1e-9);

describe.each(golden.cases.map((given, i) => ({ ...given, i })))("clusters of case $i", (given) => {
  const { labels, clusters, ...expected } = given;
  const input = { labels, clusters };

  it("have scikit-learn's scores", () => {
    near(purity(input), expected.purity);
    near(normalizedMutualInformation(input), expected.normalizedMutualInformation);
    near(adjustedRandIndex(input), expected.adjustedRandIndex);
    const { accuracy, classOf } = matchClusters(input);
    near(accuracy, expected.accuracy);
    const right = labels.filter((label, i) => classOf.get(clusters[i]!) === label).length;
    near(right / labels.length, expected.accuracy);
    expect(new Set(classOf.values()).size).toBe(classOf.size);
    expect(clusteringScores(input)).toEqual({
      purity: purity(input),
      normalizedMutualInformation: normalizedMutualInformation(input),
      adjustedRandIndex: adjustedRandIndex(input),
      accuracy,
      classOf,
    });
  });
});

it.each(golden.assignments.map(({ gains, sum }) => [gains.length, gains[0]!.length, gains, sum] as const))(
  "the best assignment of %i rows to %i columns is SciPy's",
  (rows, columns, gains, sum) => {
    const assigned = bestAssignment(gains);
    const taken = assigned.filter((column) => column >= 0);
    expect(taken).toHaveLength(Math.min(rows, columns));
    expect(new Set(taken).size).toBe(taken.length);
    expect(assigned.reduce((total, column, row) => total + (gains[row]![column] ?? 0), 0)).toBe(sum);
  },
);

it("clusters that cannot be judged are refused, with all that is wrong", () => {
  const of = (input: object) => () => clusteringScores(input as never);
  expect(of({ labels: [], clusters: [] })).toThrow(
    "[imgcls/evaluation] Cannot compute clusteringScores: labels is empty, expected at least one image.",
  );
  expect(of({ labels: [1, 2], clusters: [1] })).toThrow("clusters has 1 values, expected 2, one a label");
  expect(of({ labels: [0.5, 2], clusters: [1, Number.NaN] })).toThrow(
    "expected whole numbers in labels, received 0.5 for image 0; expected whole numbers in clusters, received NaN for image 1",
  );
  expect(of({ label: [] })).toThrow('Did you mean "labels"?');
});
