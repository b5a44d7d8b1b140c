import { batches, loadDataset, randomHorizontalFlip } from "@imgcls/datasets";

const { train, classNames } = await loadDataset("cifar10", { dataDir: "public", split: "train" });
const source = batches(train, { batchSize: 32, seed: 1, augment: [randomHorizontalFlip()] });
for await (const { images, labels, size } of source.epoch(1)) {
  const sum = images.reduce((total, level) => total + level, 0);
  console.log(size, classNames[labels[0]], sum);
}
