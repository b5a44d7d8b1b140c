// synthetic-shapes is for networks that see colour and form: one that sees only one of them gets half.
import { buildModel, getPreset } from "@imgcls/architectures";
import { batches, createLabeledImages, type LabeledImages, loadDataset, random } from "@imgcls/datasets";
import { expect, it } from "vitest";
import { fit } from "../src/index.js";

const EPOCHS = 8;
const PIXELS = 32 * 32;

const data = loadDataset("synthetic-shapes");

/** Test accuracy of a small network that sees what `view` leaves of the images. */
async function accuracyOf(view: (images: LabeledImages) => LabeledImages): Promise<number> {
  const { train, test } = await data;
  const preset = getPreset("cifar10-tutorial");
  const { history } = await fit(buildModel(preset, { seed: 1 }), {
    train: batches(view(train), { batchSize: 32, seed: 1 }),
    validation: batches(view(test), { batchSize: 250, shuffle: false }),
    epochs: EPOCHS,
    optimizer: preset.training.optimizer,
    loss: preset.training.loss,
    preprocessing: preset.preprocessing,
  });
  return history.at(-1)!.val_accuracy!;
}

const changed = (data: LabeledImages, change: (images: Uint8Array) => void): LabeledImages => {
  const images = data.images.slice();
  change(images);
  return createLabeledImages({ ...data, images });
};

/** Every pixel as bright as it was, without its colour. */
const withoutColour = (data: LabeledImages) =>
  changed(data, (images) => {
    for (let i = 0; i < images.length; i += 3) {
      images.fill(0.299 * images[i]! + 0.587 * images[i + 1]! + 0.114 * images[i + 2]!, i, i + 3);
    }
  });

/** The same pixels, anywhere. */
const withoutForm = (data: LabeledImages) =>
  changed(data, (images) => {
    for (let i = 0; i < data.length; i++) {
      const image = images.subarray(3 * PIXELS * i, 3 * PIXELS * (i + 1));
      const before = image.slice();
      const order = random(1, "places", i).shuffle([...new Uint16Array(PIXELS).keys()]);
      order.forEach((from, to) => {
        image.set(before.subarray(3 * from, 3 * from + 3), 3 * to);
      });
    }
  });

it("is learned by a network that sees colour and form", async () => {
  expect(await accuracyOf((images) => images)).toBeGreaterThan(0.95);
});

it.each([
  ["colour", withoutForm],
  ["form", withoutColour],
])("is not learned from %s alone", async (_, view) => {
  expect(await accuracyOf(view)).toBeLessThan(0.55);
});
