import { decodeDrawnDigit, decodeImage } from "@imgcls/datasets";
import { dataOfCard } from "@imgcls/runs";
import type { ModelCard } from "@imgcls/training";
import { UsageError } from "../errors.js";

/** How files of one's own become what the model knows. */
export interface ReadingOptions {
  /** Light and dark change places. */
  readonly invert?: boolean | undefined;
  /** A digit on paper is found, cropped and centred. */
  readonly drawing?: boolean | undefined;
}

/** The pixels of a file, by its path or its bytes, as large as the model's images. Throws ImageDecodeError. */
export type ImageReader = (file: string | Uint8Array) => Promise<Uint8Array>;

/**
 * Files as the run's own images were read.
 *
 * @param command that was asked, for messages
 * @throws UsageError for ways of reading that the run's images have not
 */
export function imageReader(card: ModelCard, options: ReadingOptions, command: string): ImageReader {
  const { invert = false, drawing = false } = options;
  const { inputShape: shape } = card;
  const problems = readingProblems(shape, invert, drawing);
  if (problems.length > 0) throw new UsageError(problems, command);
  const { fit } = dataOfCard(card);
  return async (file) => {
    if (drawing) {
      const digit = await decodeDrawnDigit(file, { size: shape[0], invert: invert ? "always" : "auto" });
      return digit.pixels;
    }
    return decodeImage(file, { shape, invert, ...(fit !== undefined && { fit }) });
  };
}

const readingProblems = (
  [height, width, channels]: ModelCard["inputShape"],
  invert: boolean,
  drawing: boolean,
): string[] => [
  ...(invert && channels !== 1
    ? ["--invert is for models of grey images, and this one takes colour: leave it out"]
    : []),
  ...(drawing && (channels !== 1 || height !== width)
    ? ["--drawing is for models of square grey images, such as MNIST's: leave it out"]
    : []),
];
