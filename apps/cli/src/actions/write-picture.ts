import { extname } from "node:path";
import { plainColors } from "@imgcls/charts";
import { svgToPng } from "@imgcls/datasets";
import { writeFileAtomically } from "./files.js";

/** Of a chart as PNG, pixels for one of its own: letters stay sharp on fine screens and on paper. */
const FINENESS = 2;

/** A chart as a file of its own, PNG or SVG by its name, in its colours on paper. */
export async function writePicture(path: string, svg: string): Promise<void> {
  const isPng = extname(path).toLowerCase() === ".png";
  await writeFileAtomically(path, isPng ? await svgToPng(svg, FINENESS) : plainColors(svg));
}
