/**
 * Every chart in one page, to look at after a change: `npx tsx --conditions=imgcls-source tools/chart-gallery.ts [FILE]`.
 * Default: charts.html in the system's temporary folder.
 */
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { htmlPage } from "@imgcls/datasets";
import { FIGURES } from "./figures.ts";

const [file = join(tmpdir(), "charts.html")] = process.argv.slice(2);
const sections = Object.entries(FIGURES).map(([heading, draw]) => ({ heading, content: draw() }));
await writeFile(file, htmlPage("Charts", sections));
console.log(file);
