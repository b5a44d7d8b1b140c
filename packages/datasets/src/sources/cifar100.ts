import { cifar100CoarseNames, cifar100FineNames } from "../class-names.js";
import { cifarBinary } from "../formats/cifar-binary.js";
import { cifarPython } from "../formats/cifar-python.js";
import type { CifarRecords } from "../formats/cifar-records.js";
import { type CifarLabels, createCifarSource } from "./cifar-source.js";
import type { LoadOptions, Superclasses } from "./source.js";

/** The superclass of each class, in the order of the fine names. */
const SUPERCLASS_OF = Int32Array.from(
  [
    [4, 1, 14, 8, 0, 6, 7, 7, 18, 3, 3, 14, 9, 18, 7, 11, 3, 9, 7, 11],
    [6, 11, 5, 10, 7, 6, 13, 15, 3, 15, 0, 11, 1, 10, 12, 14, 16, 9, 11, 5],
    [5, 19, 8, 8, 15, 13, 14, 17, 18, 10, 16, 4, 17, 4, 2, 0, 17, 4, 18, 17],
    [10, 3, 2, 12, 12, 16, 12, 1, 9, 19, 2, 10, 0, 1, 16, 12, 9, 13, 15, 13],
    [16, 19, 2, 4, 6, 19, 5, 5, 8, 19, 18, 1, 2, 15, 6, 0, 17, 8, 14, 13],
  ].flat(),
);

const superclasses: Superclasses = { classNames: cifar100CoarseNames, classOf: SUPERCLASS_OF };

const HOST = "https://www.cs.toronto.edu/~kriz/";

export const cifar100 = createCifarSource({
  info: {
    id: "cifar100",
    title: "CIFAR-100",
    description: "Small colour photographs of 100 classes in 20 superclasses (Krizhevsky, 2009).",
    classNames: cifar100FineNames,
    trainSize: 50_000,
    testSize: 10_000,
    options: ["labels"],
  },
  editions: [
    {
      archive: {
        name: "cifar-100-binary.tar.gz",
        bytes: 168_513_733,
        sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
        urls: [`${HOST}cifar-100-binary.tar.gz`],
      },
      folders: ["cifar-100-binary"],
      parts: { train: ["train.bin"], test: ["test.bin"] },
      read: cifarBinary(2),
    },
    {
      archive: {
        name: "cifar-100-python.tar.gz",
        bytes: 169_001_437,
        sha256: "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7",
        urls: [`${HOST}cifar-100-python.tar.gz`],
      },
      // Keras's name.
      alsoNamed: ["cifar-100-python-target_archive"],
      folders: ["cifar-100-python", "cifar-100-python-target/cifar-100-python"],
      parts: { train: ["train"], test: ["test"] },
      read: cifarPython(["coarse_labels", "fine_labels"]),
    },
  ],
  labels: 2,
  chooseLabels,
  labelProblems,
});

function chooseLabels({ labels = "fine" }: LoadOptions): CifarLabels {
  if (labels === "coarse") return { index: 0, classNames: cifar100CoarseNames };
  const fine = { index: 1, classNames: cifar100FineNames };
  return labels === "both" ? { ...fine, superclasses } : fine;
}

/** A class belongs to one superclass, so the two label bytes check each other. */
function labelProblems({ labels: [coarse, fine] }: CifarRecords): string[] {
  const at = fine!.findIndex((label, i) => label < 100 && SUPERCLASS_OF[label] !== coarse![i]);
  if (at < 0) return [];
  const name = cifar100FineNames[fine![at]!];
  return [
    `expected superclass ${SUPERCLASS_OF[fine![at]!]} for a record of class ${name}, received ${coarse![at]} at position ${at}`,
  ];
}
