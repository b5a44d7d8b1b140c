import { basename, join } from "node:path";
import {
  convolutionNumbers,
  decodeImage,
  htmlPage,
  kernelPictures,
  networkSteps,
  svgToPng,
} from "@imgcls/datasets";
import type { KernelsOptions } from "../options/pictures.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { writeFileAtomically } from "./files.js";

const DEFAULT_FOLDER = "kernels";
/** Of the middle of the picture: large enough to see, small enough that a kernel of 3 × 3 changes what is seen. */
const SIDE = 192;

/** Draws what kernels do to a picture, as PNG files and a page. */
export async function showKernels(
  file: string,
  { out = DEFAULT_FOLDER, kernel }: KernelsOptions,
  output: Output,
): Promise<void> {
  const read = (channels: 1 | 3) => decodeImage(file, { shape: [SIDE, SIDE, channels], fit: "cover" });
  const grey = await read(1);
  const options = kernel === undefined ? {} : { kernel };
  const name = printableName(basename(file));
  const steps = networkSteps(grey, [SIDE, SIDE, 1], options);
  const drawings = [
    {
      file: "kernels.png",
      heading: "Classic kernels",
      svg: kernelPictures(await read(3), [SIDE, SIDE, 3], name),
    },
    { file: "steps.png", heading: "What a layer does, step by step", svg: steps.pictures },
    { file: "steps-numbers.png", heading: "The same, number by number", svg: steps.numbers },
    {
      file: "strides-and-padding.png",
      heading: "Strides and padding",
      svg: convolutionNumbers(grey, [SIDE, SIDE, 1], options),
    },
  ];
  const pictures = drawings.map((drawing) => join(out, drawing.file));
  for (const [i, { svg }] of drawings.entries()) await writeFileAtomically(pictures[i]!, await svgToPng(svg));
  const page = join(out, "index.html");
  const sections = drawings.map(({ heading, svg }) => ({ heading, content: svg }));
  await writeFileAtomically(page, htmlPage(`Kernels on ${name}`, sections));
  output.result({ event: "result", page, pictures }, `${printableName(page)} (open it in a browser)`);
}
