import { batches, loadDataset, randomHorizontalFlip } from "@imgcls/datasets";

const names = [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`);
const read = async (name) => [name, await (await fetch(name)).bytes()];
const files = new Map(await Promise.all(names.map(read)));
const { train, classNames } = await loadDataset("cifar10", { files, split: "train" });
const source = batches(train, { batchSize: 32, seed: 1, augment: [randomHorizontalFlip()] });
for await (const { images, labels, size } of source.epoch(1)) {
  const sum = images.reduce((total, level) => total + level, 0);
  document.querySelector("pre").append(`${size} ${classNames[labels[0]]} ${sum}\n`);
}
document.title = "done";
