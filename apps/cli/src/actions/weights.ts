/** Weights by name: TensorFlow.js is not loaded for them. */
import { type WeightsInfo, weightsTable } from "@imgcls/architectures/weights";
import { nearest } from "@imgcls/checks";
import { fetchClassNames, findWeights, obtainWeights } from "@imgcls/runs/weights";
import { advisedCommand } from "../advice.js";
import { UsageError, withoutPrefix } from "../errors.js";
import { interruptible } from "../interrupt.js";
import { architectureIds } from "../known-ids.js";
import type { Output } from "../output.js";
import { requireKnown } from "../suggest.js";
import { downloadProgress } from "./download-progress.js";
import { formatBytes, formatPercent } from "./format.js";
import { facts, table } from "./table.js";

export async function listAll(architecture: string | undefined, output: Output): Promise<void> {
  if (architecture !== undefined) requireKnown("architecture", architecture, architectureIds, "weights");
  const chosen = weightsTable.filter(
    (each) => architecture === undefined || each.architecture === architecture,
  );
  const kept = await Promise.all(chosen.map(async (each) => (await findWeights(each)).name !== undefined));
  const rows = chosen.map((each, i) => [
    each.architecture,
    each.id,
    `${each.size}×${each.size}`,
    formatPercent(each.top1),
    each.licence,
    kept[i] ? "yes" : "",
  ]);
  const text =
    chosen.length === 0
      ? `No weights of ${architecture} are known by name. A file of your own: ${advisedCommand(["predict", "FILE"], { base: architecture, weights: "FILE" })}`
      : table(["architecture", "id", "pictures", "top-1", "licence", "in the cache"], rows, {
          alignRight: [3],
        });
  output.result({ event: "result", weights: chosen.map((each, i) => ({ ...each, cached: kept[i] })) }, text);
}

export async function showInfo(id: string, output: Output): Promise<void> {
  const info = infoOf(id);
  const { location, name } = await findWeights(info);
  const { scale, mean = [], std = [] } = info.preprocessing;
  const text = [
    info.id,
    "",
    facts([
      ["architecture", info.architecture],
      ["licence", info.licence],
      ["classes", `${info.classes}, of ImageNet-1k`],
      ["top-1", formatPercent(info.top1)],
      [
        "pictures",
        `${info.size}×${info.size}: shorter side ${info.shorterSide} (${info.interpolation}), centre crop`,
      ],
      ["preprocessing", `(pixel · ${scale} − [${mean.join(", ")}]) / [${std.join(", ")}]`],
      ...info.files.map(
        ({ url, sha256Prefix }) =>
          ["file", sha256Prefix === undefined ? url : `${url}, sha256 ${sha256Prefix}…`] as const,
      ),
      ["cache", name === undefined ? `${location} (not there)` : `${name} in ${location}`],
    ]),
  ].join("\n");
  output.result({ event: "result", ...info, folder: location, cached: name !== undefined }, text);
}

export async function download(id: string, output: Output): Promise<void> {
  const info = infoOf(id);
  const { name, bytes, sha256 } = await interruptible(
    () => output.warn("stopping …"),
    async (signal) => {
      const options = { signal, onProgress: downloadProgress(output) };
      const weights = await obtainWeights(info, options);
      // Without the names of classes the weights are of use all the same.
      await fetchClassNames(options).catch((error: Error) => {
        signal.throwIfAborted();
        output.warn(withoutPrefix(error.message));
      });
      return weights;
    },
  );
  output.result(
    { event: "result", id: info.id, file: name, bytes: bytes.length, sha256 },
    `${info.id} is ready, ${formatBytes(bytes.length)}: ${name}, sha256 ${sha256}.`,
  );
}

/** @throws UsageError with the nearest name */
function infoOf(id: string): WeightsInfo {
  const found = weightsTable.find((each) => each.id === id || each.architecture === id);
  if (found !== undefined) return found;
  if (architectureIds.includes(id)) {
    throw new UsageError(
      [`no weights of ${id} are known by name: give it a file of your own (--weights FILE)`],
      "weights",
    );
  }
  const known = weightsTable.flatMap(({ id, architecture }) => [architecture, id]);
  const near = nearest(id, known);
  const hint = near === undefined ? "" : `Did you mean "${near}"? `;
  throw new UsageError(
    [`unknown weights "${id}". ${hint}They are listed by: ${advisedCommand(["weights"])}`],
    "weights",
  );
}
