import { expect, it } from "vitest";
import { fakePredictions } from "../test/fixtures.js";
import { classificationReport } from "./classification-report.js";
import { evaluate } from "./evaluate.js";

const evaluation = evaluate(fakePredictions(50, ["cat", "dog"], 2));

it("is a table that reads at a glance", () => {
  expect(`\n${classificationReport(evaluation)}`).toMatchInlineSnapshot(`
    "
                  precision    recall  f1-score   support

             cat       0.83      0.95      0.88        20
             dog       0.96      0.87      0.91        30

        accuracy                           0.90        50
       macro avg       0.89      0.91      0.90        50
    weighted avg       0.91      0.90      0.90        50
    "
  `);
});

it.each([-1, 1.5, 21, Number.NaN])("refuses %d digits", (digits) => {
  expect(() => classificationReport(evaluation, { digits })).toThrow(
    `[imgcls/evaluation] classificationReport: expected digits to be a whole number from 0 to 20, received ${digits}.`,
  );
});
