import { cifar10Names } from "../class-names.js";
import { cifarBinary } from "../formats/cifar-binary.js";
import { cifarPython } from "../formats/cifar-python.js";
import { createCifarSource } from "./cifar-source.js";

const HOST = "https://www.cs.toronto.edu/~kriz/";

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
  editions: [
    {
      archive: {
        name: "cifar-10-binary.tar.gz",
        bytes: 170_052_171,
        sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        urls: [`${HOST}cifar-10-binary.tar.gz`],
      },
      folders: ["cifar-10-batches-bin"],
      parts: {
        train: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`),
        test: ["test_batch.bin"],
      },
      read: cifarBinary(1),
    },
    {
      archive: {
        name: "cifar-10-python.tar.gz",
        bytes: 170_498_071,
        sha256: "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
        urls: [`${HOST}cifar-10-python.tar.gz`],
      },
      // Keras's names.
      alsoNamed: ["cifar-10-batches-py.tar.gz", "cifar-10-batches-py-target_archive"],
      folders: ["cifar-10-batches-py", "cifar-10-batches-py-target/cifar-10-batches-py"],
      parts: {
        train: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}`),
        test: ["test_batch"],
      },
      read: cifarPython(["labels"]),
    },
  ],
  labels: 1,
  chooseLabels: () => ({ index: 0, classNames: cifar10Names }),
});
