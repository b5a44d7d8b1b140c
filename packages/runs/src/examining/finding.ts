import type { ImagePlace } from "@imgcls/datasets";

/** What can be the matter with images, the most serious first. */
export const FINDING_KINDS = [
  "twoClasses",
  "twoParts",
  "labelError",
  "outlier",
  "copies",
  "nearCopies",
  "blank",
  "dark",
  "bright",
  "oddSize",
  "oddShape",
  "blurred",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** What is the matter with one image, or with several together. */
export interface Finding {
  readonly kind: FindingKind;
  /** Of copies, the one that stays comes first. */
  readonly images: readonly ImagePlace[];
  /** The number that says why. */
  readonly value: number;
  /** The same in a few words. */
  readonly why: string;
  /** Of a label error: the class index that the image is probably of. */
  readonly suggested?: number;
  /** Those of its images that are proposed to be left out of a training; test images never are. */
  readonly exclude: readonly ImagePlace[];
}

interface KindInWords {
  readonly title: string;
  /** What it means for a training, and what is proposed. */
  readonly about: string;
  /** One of them and several, with the verb: "12 copies lie …". */
  readonly counted: readonly [one: string, several: string];
}

export const KINDS_IN_WORDS: Readonly<Record<FindingKind, KindInWords>> = {
  twoClasses: {
    title: "Copies in two classes",
    about:
      "The same picture with different labels: one of them is wrong. Put the label right, or leave all of them out, as is proposed.",
    counted: ["picture is in two classes", "pictures are in two classes"],
  },
  twoParts: {
    title: "Copies in two parts",
    about:
      "Pictures that are in the training images and in those that it is judged by: on them a model seems better than it is. Proposed: leave them out of the training.",
    counted: ["picture is in two parts", "pictures are in two parts"],
  },
  labelError: {
    title: "Likely label errors",
    about:
      "A head on the features of the base, computed without the image, is surer of another class than it is of that class's own images in the mean. Look at them: rare pictures are among them, too. Proposed: leave them out, or put the label right.",
    counted: ["label is probably wrong", "labels are probably wrong"],
  },
  outlier: {
    title: "Unlike their class",
    about:
      "By the features of the base, far from all other images of their class: pictures of something else, placeholders, screenshots; rare pictures are among them, too. They are in the list as comments.",
    counted: ["image is unlike all others of its class", "images are unlike all others of their class"],
  },
  copies: {
    title: "Copies",
    about:
      "The same pixels more than once: they count more than others in the training. Proposed: keep the first.",
    counted: ["picture is there more than once", "pictures are there more than once"],
  },
  nearCopies: {
    title: "Near copies",
    about:
      "Much the same picture more than once: another size, compression, brightness, or mirrored. A few do no harm, so nothing is proposed; they are in the list as comments.",
    counted: ["picture has near copies", "pictures have near copies"],
  },
  blank: {
    title: "Blank",
    about: "All pixels are about the same. Proposed: leave them out.",
    counted: ["image is blank", "images are blank"],
  },
  dark: {
    title: "Dark",
    about: "Almost all pixels are nearly black. They are in the list as comments.",
    counted: ["image is dark", "images are dark"],
  },
  bright: {
    title: "Bright",
    about: "Almost all pixels are nearly white. They are in the list as comments.",
    counted: ["image is bright", "images are bright"],
  },
  oddSize: {
    title: "Odd sizes",
    about:
      "Files that are much smaller or larger than the others. Small ones are enlarged and look blurred; they are often thumbnails. They are in the list as comments.",
    counted: ["image is of an odd size", "images are of an odd size"],
  },
  oddShape: {
    title: "Odd shapes",
    about:
      "Files that are much longer or squarer than the others: much is cut off when they are brought to the common shape, or they are squeezed. They are in the list as comments.",
    counted: ["image is of an odd shape", "images are of an odd shape"],
  },
  blurred: {
    title: "Blurred",
    about:
      "Edges are much softer than they usually are in these images; small files that were enlarged look so, too. They are in the list as comments.",
    counted: ["image is blurred", "images are blurred"],
  },
};

/** "12 pictures are in two classes" */
export const countInWords = (kind: FindingKind, count: number): string => {
  const [one, several] = KINDS_IN_WORDS[kind].counted;
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : several}`;
};
