/** Options that commands of several kinds have, and what contradicts them. */
import * as z from "zod";
import { path, type Typed } from "./checks.js";

export const pictureFile = path.regex(/\.(png|svg)$/i, {
  error: ({ input }) => `expected a name that ends in .svg or .png, received "${String(input)}"`,
});

export const dataDirOption = { dataDir: path.optional() };

/** Read by `parseAugmentations` when it is used: that needs the data sets' package. */
export const augmentOption = { augment: z.string().optional() };

export const OF_BASE = { weights: "--weights", fineTune: "--fine-tune", within: "--within" } as const;

/** An ONNX file has weights of its own, and they stay as they are. */
export const onnxContradictions = (typed: Typed): string[] =>
  Object.entries(OF_BASE).flatMap(([name, flag]) =>
    typed[name] === undefined
      ? []
      : [
          `${flag} is for architectures, and --base is an ONNX file, of which only a head is computed: leave it out`,
        ],
  );
