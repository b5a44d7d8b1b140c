import { buildModel, getPreset } from "@imgcls/architectures";
import { batches, loadDataset } from "@imgcls/datasets";
import { fit, onnxEngine } from "@imgcls/training";

const { preprocessing, training } = getPreset("mnist-cnn");
const { train, test } = await loadDataset("synthetic-digits");
const { engine } = await fit(buildModel("mnist-cnn", { seed: 1 }), {
  optimizer: training.optimizer,
  loss: training.loss,
  preprocessing,
  train: batches(train, { batchSize: training.batchSize, seed: 1 }),
  validation: batches(test, { batchSize: 100, shuffle: false }),
  epochs: 2,
  engine: onnxEngine({ log: (message) => postMessage(message) }),
  callbacks: [
    {
      name: "status",
      onEpochEnd: ({ row }) =>
        postMessage(`epoch ${row.epoch}: ${row.val_accuracy} of the test digits right`),
    },
  ],
});
postMessage(`done on ${engine.device}`);
