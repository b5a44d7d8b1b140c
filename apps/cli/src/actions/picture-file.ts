import { extname } from "node:path";
import { svgToPng } from "@imgcls/datasets";
import { writeFileAtomically } from "./files.js";

/** A picture as a PNG file where the name ends in `.png`, else as it is. */
export async function writePicture(path: string, svg: string): Promise<void> {
  if (extname(path).toLowerCase() !== ".png") return writeFileAtomically(path, svg);
  const { plainColors } = await import("@imgcls/evaluation");
  await writeFileAtomically(path, await svgToPng(plainColors(svg)));
}
