import { basename, dirname } from "node:path";
import { decodeImage, type Picture, pictureGrid, random } from "@imgcls/datasets";
import { formatCount, formatPercent } from "./format.js";
import type { FilePredictions } from "./predictions.js";
import { writePicture } from "./write-picture.js";

const MOST_PICTURES = 60;
const COLUMNS = 6;
/** CSS pixels of a picture. */
const WIDTH = 150;
const RED = "#c00";

/** Pictures of files that were classified, each with its class and likelihood. */
export interface PredictionGrid {
  add(row: FilePredictions): void;
  /** @throws ImageDecodeError when a file is no longer what it was */
  write(path: string): Promise<void>;
}

/**
 * Of many files so many are drawn by chance, the same each time, in their order. Captions are red where the folder of the file
 * has the name of another class.
 */
export function predictionGrid(classNames: readonly string[], most = MOST_PICTURES): PredictionGrid {
  const chance = random(0, "prediction grid");
  const drawn: { readonly at: number; readonly row: FilePredictions }[] = [];
  let seen = 0;
  return {
    add(row) {
      // Reservoir sampling: the n-th row is kept with the chance most / n, in the place of any other.
      const place = drawn.length < most ? drawn.length : chance.integer(seen + 1);
      if (place < most) drawn[place] = { at: seen, row };
      seen += 1;
    },
    async write(path) {
      const rows = drawn.toSorted((a, b) => a.at - b.at).map(({ row }) => row);
      const pictures = await Promise.all(rows.map((row) => pictureOfRow(row, classNames)));
      const columns = Math.min(COLUMNS, Math.max(1, pictures.length));
      const title = titleOf(
        pictures.length,
        seen,
        rows.some((row) => isWrong(row, classNames)),
      );
      await writePicture(path, pictureGrid(pictures, { columns, cellWidth: WIDTH, title }));
    },
  };
}

function titleOf(shown: number, all: number, hasWrong: boolean): string {
  const files =
    shown < all ? `${shown} of ${formatCount(all)} files, by chance` : `${formatCount(all)} files`;
  return hasWrong ? `${files}; red: the folder says another class` : files;
}

async function pictureOfRow(row: FilePredictions, classNames: readonly string[]): Promise<Picture> {
  const shape = [WIDTH, WIDTH, 3] as const;
  const pixels = await decodeImage(row.file, { shape, fit: "contain" });
  const [best] = row.predictions;
  const likely = `${best!.class} ${formatPercent(best!.probability)}`;
  const caption = row.unknown ? `unknown (${likely})` : likely;
  return { pixels, shape, caption, ...(isWrong(row, classNames) && { captionColor: RED }) };
}

/** Whether the file is in a folder of another class. */
function isWrong({ file, predictions, unknown }: FilePredictions, classNames: readonly string[]): boolean {
  const folder = basename(dirname(file));
  return classNames.includes(folder) && (unknown === true || predictions[0]!.class !== folder);
}
