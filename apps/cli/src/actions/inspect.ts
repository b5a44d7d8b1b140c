import { basename, extname, join } from "node:path";
import { htmlPage, ImageDecodeError, type PageSection, svgToPng } from "@imgcls/datasets";
import { explanationNames } from "../known-ids.js";
import type { InspectOptions } from "../options/pictures.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { writeFileAtomically } from "./files.js";
import { type InspectSource, inspectedBase, inspectedRun } from "./inspect-source.js";
import {
  type Asked,
  type Drawing,
  drawExplanations,
  drawFilters,
  drawMaps,
  mapLayers,
} from "./inspection-pictures.js";
import { type FileWork, overFiles, undecodable } from "./over-files.js";

const DEFAULT_FOLDER = "inspected";
const PAGE = "index.html";

/**
 * Draws what a network sees in files: pictures in a folder, and a page with all of them. A file that does not decode is named
 * on stderr and does not hold up the others.
 *
 * @param run its folder; undefined: the network of `options.base`
 * @throws AlreadyReportedError when there was such a file
 */
export async function inspectFiles(
  run: string | undefined,
  inputs: readonly string[],
  options: InspectOptions,
  output: Output,
): Promise<void> {
  await overFiles(inputs, "inspected", output, async (work) => {
    const source =
      run === undefined
        ? await inspectedBase(options.base!, options, { batchSize: 1, signal: work.signal, output })
        : await inspectedRun(run, options);
    try {
      await inspectAll(source, { ...work, name: run ?? options.base!, options, output });
    } finally {
      await source.dispose();
    }
  });
}

interface Job extends FileWork {
  /** Of the network, for the page. */
  readonly name: string;
  readonly options: InspectOptions;
  readonly output: Output;
}

async function inspectAll(source: InspectSource, job: Job): Promise<void> {
  const { inspector } = source;
  const { options, output, signal } = job;
  const { out = DEFAULT_FOLDER } = options;
  const asked: Asked = { methods: methodsOf(options), layers: options.layer, class: options.class };
  const layers = mapLayers(inspector, options.layer);
  const sections: PageSection[] = [];
  const write = async (heading: string, drawings: readonly Drawing[]): Promise<string[]> => {
    sections.push({ heading, content: drawings.map(({ svg }) => `<p>${svg}</p>`).join("\n") });
    const paths = drawings.map(({ name }) => join(out, `${name}.png`));
    for (const [i, { svg }] of drawings.entries()) await writeFileAtomically(paths[i]!, await svgToPng(svg));
    return paths;
  };

  const filters = drawFilters(inspector);
  if (filters !== undefined) await write("First filters", [filters]);
  const stems = new Set<string>(filters && [filters.name]);
  let inspected = 0;
  for await (const file of job.files) {
    signal.throwIfAborted();
    const pixels = await decoded(file, source, job.onFailure);
    if (pixels === undefined) continue;
    const image = { file: printableName(basename(file)), stem: unusedStem(file, stems), pixels };
    const { drawing, explained } = await drawExplanations(inspector, image, asked);
    const maps = await drawMaps(inspector, image, layers);
    const pictures = await write(image.file, [drawing, ...maps]);
    inspected += 1;
    output.event({ event: "inspected", file, class: explained[0]?.class, explained, layers, pictures });
    output.note(`${printableName(file)}: ${explained[0]?.class}, ${pictures.length} pictures`);
  }
  if (inspected === 0) return;
  const page = join(out, PAGE);
  await writeFileAtomically(page, htmlPage(`Inside ${job.name}`, sections));
  output.result(
    {
      event: "result",
      page,
      folder: out,
      files: inspected,
      ...(filters && { filters: join(out, "filters.png") }),
    },
    `${inspected} ${inspected === 1 ? "file" : "files"} inspected: ${printableName(page)} (open it in a browser)`,
  );
}

const methodsOf = ({ method = ["grad-cam"] }: InspectOptions): Asked["methods"] =>
  method.includes("all") ? explanationNames : explanationNames.filter((name) => method.includes(name));

/** The pixels; undefined after it was said why there are none. */
async function decoded(
  file: string,
  { decode }: InspectSource,
  onFailure: (message: string) => void,
): Promise<Uint8Array | undefined> {
  try {
    return await decode(file);
  } catch (error) {
    if (!(error instanceof ImageDecodeError)) throw error;
    onFailure(undecodable(file, error));
    return undefined;
  }
}

/** The file's name without its ending and what not every file system takes; with a number where it was used already. */
function unusedStem(file: string, used: Set<string>): string {
  const name = basename(file, extname(file)).replace(/[^\p{L}\p{N}._-]+/gu, "-") || "image";
  let stem = name;
  for (let n = 2; used.has(stem); n++) stem = `${name}-${n}`;
  used.add(stem);
  return stem;
}
