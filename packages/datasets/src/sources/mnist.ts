import { digitNames } from "../class-names.js";
import type { RemoteFile } from "../errors.js";
import { createIdxSource, IDX_FILES } from "./idx-source.js";

const MIRRORS = [
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
];

const remote = (name: string, bytes: number, sha256: string): RemoteFile => ({
  name,
  bytes,
  sha256,
  urls: MIRRORS.map((mirror) => mirror + name),
});

export const mnist = createIdxSource({
  info: {
    id: "mnist",
    title: "MNIST",
    description: "Handwritten digits, light on dark (LeCun, Cortes and Burges, 1998).",
    shape: [28, 28, 1],
    classNames: digitNames,
    trainSize: 60_000,
    testSize: 10_000,
  },
  folders: ["MNIST/raw", "mnist", "MNIST", "raw"],
  files: [
    remote(IDX_FILES[0], 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
    remote(IDX_FILES[1], 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
    remote(IDX_FILES[2], 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
    remote(IDX_FILES[3], 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
  ],
});
