const { lightAndDark } = require("./light-and-dark.cjs");

test("a CommonJS test trains and judges a model", async () => {
  const { buildModel, getPreset } = await import("@imgcls/architectures");
  const { batches, createLabeledImages } = await import("@imgcls/datasets");
  const { evaluate } = await import("@imgcls/evaluation");
  const { fit, predictProbabilities } = await import("@imgcls/training");

  const images = createLabeledImages(lightAndDark());
  const { preprocessing, training } = getPreset("mnist-cnn");
  const model = buildModel("mnist-cnn", { classes: 2, seed: 1 });
  const { engine } = await fit(model, {
    train: batches(images, { batchSize: 16, seed: 1 }),
    epochs: 12,
    optimizer: { type: "adam", learningRate: 0.002 },
    loss: training.loss,
    preprocessing,
  });
  expect(engine).toMatchObject({ name: "onnx", device: expect.stringMatching(/^cpu/) });

  const { shape, labels, classNames } = images;
  const probabilities = await predictProbabilities(model, images.images, {
    size: images.length,
    shape,
    preprocessing,
    loss: training.loss,
  });
  expect(evaluate({ probabilities, labels, classNames }).accuracy).toBe(1);
}, 60_000);
