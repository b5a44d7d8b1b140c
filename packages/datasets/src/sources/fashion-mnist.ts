import { fashionNames } from "../class-names.js";
import type { RemoteFile } from "../errors.js";
import { createIdxSource, IDX_FILES } from "./idx-source.js";

// The second is the published one, but plain http, which an https page may not load.
const MIRRORS = [
  "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
  "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
];

const remote = (name: string, bytes: number, sha256: string): RemoteFile => ({
  name,
  bytes,
  sha256,
  urls: MIRRORS.map((mirror) => mirror + name),
});

export const fashionMnist = createIdxSource({
  info: {
    id: "fashion-mnist",
    title: "Fashion-MNIST",
    description: "Zalando's articles of clothing in MNIST's form (Xiao, Rasul and Vollgraf, 2017).",
    shape: [28, 28, 1],
    classNames: fashionNames,
    trainSize: 60_000,
    testSize: 10_000,
  },
  folders: ["FashionMNIST/raw", "fashion-mnist", "fashion", "raw"],
  files: [
    remote(IDX_FILES[0], 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
    remote(IDX_FILES[1], 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
    remote(IDX_FILES[2], 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
    remote(IDX_FILES[3], 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
  ],
});
