import { cifar100CoarseNames, cifar100FineNames } from "../class-names.js";
import { createCifarSource } from "./cifar-source.js";

export const cifar100 = createCifarSource({
  info: {
    id: "cifar100",
    title: "CIFAR-100",
    description: "Small colour photographs of 100 classes in 20 superclasses (Krizhevsky, 2009).",
    classNames: cifar100FineNames,
    options: ["labels"],
  },
  archive: {
    name: "cifar-100-binary.tar.gz",
    bytes: 168_513_733,
    sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
    urls: ["https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"],
  },
  folder: "cifar-100-binary",
  trainFiles: ["train.bin"],
  testFile: "test.bin",
  labelBytes: 2,
  chooseLabels: ({ labels = "fine" }) =>
    labels === "fine"
      ? { index: 1, classNames: cifar100FineNames }
      : { index: 0, classNames: cifar100CoarseNames },
});
