import { cifar10Names } from "../class-names.js";
import { createCifarSource } from "./cifar-source.js";

export const cifar10 = createCifarSource({
  info: {
    id: "cifar10",
    title: "CIFAR-10",
    description: "Small colour photographs of animals and vehicles (Krizhevsky, 2009).",
    classNames: cifar10Names,
    trainSize: 50_000,
    testSize: 10_000,
    options: [],
  },
  archive: {
    name: "cifar-10-binary.tar.gz",
    bytes: 170_052_171,
    sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    urls: ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"],
  },
  folder: "cifar-10-batches-bin",
  parts: {
    train: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`),
    test: ["test_batch.bin"],
  },
  labelBytes: 1,
  chooseLabels: () => ({ index: 0, classNames: cifar10Names }),
});
