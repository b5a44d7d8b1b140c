import { type Check, type Checks, count, func, optionProblems } from "@imgcls/checks";
import type { BatchSource } from "./batch.js";
import { type DataForm, fitsShape, shapeText } from "./data-form.js";

const images: Check = {
  expected: "a positive integer: there are no images to train or validate with",
  accepts: count.accepts,
};
const SOURCE: Pick<Checks<BatchSource>, "size" | "batchSize" | "batchesPerEpoch" | "epoch"> = {
  size: images,
  batchSize: count,
  batchesPerEpoch: count,
  epoch: func,
};

/** In which points a source of batches does not fit the model. What it does not say is seen in its batches. */
export function sourceProblems(name: string, source: BatchSource, form: DataForm): string[] {
  if (typeof source?.epoch !== "function") {
    return [`expected ${name} to be a source of batches, such as batches(data) of @imgcls/datasets`];
  }
  const { size, batchSize, batchesPerEpoch, epoch, shape, classes } = source;
  const problems = optionProblems(name, { size, batchSize, batchesPerEpoch, epoch }, SOURCE);
  if (shape && !fitsShape(shape, form.shape)) {
    problems.push(
      `expected images of ${shapeText(form.shape)} as the model's input, but those of ${name} are ${shapeText(shape)}: resize them, or build the model with inputShape ${shapeText(shape)}`,
    );
  }
  if (classes !== undefined && classes !== form.classes) {
    problems.push(
      `expected ${form.classes} classes as the model has outputs, but ${name} has ${classes}: build the model with ${classes} classes`,
    );
  }
  return problems;
}

/** Labels are indices, so two sources mean the same by them only where their classes have the same order. */
export function classNameProblems(train: BatchSource, validation: BatchSource | undefined): string[] {
  const [expected, received] = [train.classNames, validation?.classNames];
  if (!expected || !received || train.classes !== validation?.classes) return [];
  const other = expected.findIndex((name, index) => name !== received[index]);
  if (other < 0) return [];
  return [
    `expected validation to have the classes of train in the same order, but class ${other} is ${JSON.stringify(received[other])} there and ${JSON.stringify(expected[other])} in train`,
  ];
}
