import {
  createLabeledImages,
  type ImageShape,
  type LabeledImages,
  pixelsPerImage,
} from "../labeled-images.js";
import { type Random, random, randomStreams } from "../random.js";
import { type DatasetInfo, type DatasetPart, type DatasetSource, loadParts } from "./source.js";

const TRAIN_SIZE = 6_000;
const TEST_SIZE = 1_000;

export interface SyntheticSourceInit {
  readonly info: Pick<DatasetInfo, "id" | "title" | "description" | "shape" | "classNames">;
  /** Draws one image of a class, `[height, width, channels]`, 0..255, into `target`. */
  draw(label: number, shape: ImageShape, random: Random, target: Uint8Array): void;
}

/** Images drawn by this package: they need no network and are the same everywhere for the same seed. */
export function createSyntheticSource({ info, draw }: SyntheticSourceInit): DatasetSource<LabeledImages> {
  const { id, shape, classNames } = info;

  /**
   * Every image has a stream of its own, so the first images are the same for every `count`. As many images
   * as there are classes hold each class once, in random order.
   */
  function drawImages(count: number, seed: number, part: DatasetPart): LabeledImages {
    const pixels = pixelsPerImage(shape);
    const images = new Uint8Array(count * pixels);
    const labels = new Int32Array(count);
    const streamOf = randomStreams(seed, id, part);
    let round: number[] = [];
    for (let i = 0; i < count; i++) {
      const place = i % classNames.length;
      if (place === 0) round = random(seed, id, part, "labels", i).shuffle([...classNames.keys()]);
      labels[i] = round[place]!;
      draw(labels[i]!, shape, streamOf(i), images.subarray(i * pixels, (i + 1) * pixels));
    }
    return createLabeledImages({ images, labels, shape, classNames });
  }

  return {
    info: {
      ...info,
      classes: classNames.length,
      trainSize: TRAIN_SIZE,
      testSize: TEST_SIZE,
      files: [],
      options: ["seed", "trainSize", "testSize"],
    },
    async load({ split, seed = 0, trainSize = TRAIN_SIZE, testSize = TEST_SIZE }) {
      const sizes = { train: trainSize, test: testSize };
      const parts = await loadParts(split, (part) => drawImages(sizes[part], seed, part));
      return { id, shape, classNames, ...parts };
    },
  };
}
