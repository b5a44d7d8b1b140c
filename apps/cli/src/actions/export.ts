import { basename, dirname, join } from "node:path";
import { type ExportFormat, exportRun as exportRunAt, folderPlace } from "@imgcls/runs";
import type { ExportOptions } from "../options/runs.js";
import type { Output } from "../output.js";
import { writeFileAtomically } from "./files.js";
import { prepareTensorflow } from "./tensorflow.js";

/** Where a format is written to: its folder, and the name of a file whose name may be chosen. */
const PLACES: Readonly<
  Record<ExportFormat, (run: string, out?: string) => { folder: string; name?: string }>
> = {
  onnx: (run, out = join(run, "model.onnx")) => ({ folder: dirname(out), name: basename(out) }),
  tfjs: (_, out) => ({ folder: out! }),
};

/** Writes a run's model in another form. */
export async function exportRun(folder: string, options: ExportOptions, output: Output): Promise<void> {
  const { format, out, ...others } = options;
  await prepareTensorflow();
  const place = PLACES[format](folder, out);
  const files = [];
  // The one to open first is written last, when all that it needs is there.
  for (const [name, content] of [...(await exportRunAt(folderPlace(folder), format, others))].reverse()) {
    const file = join(place.folder, place.name ?? name);
    await writeFileAtomically(file, content);
    files.unshift({ file, bytes: content.length });
  }
  output.result(
    { event: "result", file: files[0]!.file, format, files },
    files.map(({ file, bytes }) => `${file}  ${(bytes / 1e6).toFixed(2)} MB`).join("\n"),
  );
}
