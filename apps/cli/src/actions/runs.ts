import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { runCurves } from "@imgcls/evaluation";
import {
  differencesOf,
  folderPlace,
  RecipeError,
  type RunSummary,
  runFacts,
  summarizeRun,
} from "@imgcls/runs";
import { RunFolderError, type UsedWeights } from "@imgcls/training";
import { advisedCommand } from "../advice.js";
import { CommandFailedError, withoutPrefix } from "../errors.js";
import type { CompareOptions } from "../options/runs.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { describeEngine } from "./engine.js";
import { formatCount, formatPercent, formatSeconds } from "./format.js";
import { settingsAndResults } from "./settings-and-results.js";
import { facts, table } from "./table.js";
import { writePicture } from "./write-picture.js";

const DEFAULT_FOLDER = "runs";

/** Every run folder directly in `folder`, the newest first. Named are those that are damaged, or trained in a way that is not known here. */
export async function list(folder = DEFAULT_FOLDER, output: Output): Promise<void> {
  const runs = (await summaries(folder, output)).sort((a, b) => b.changed - a.changed);
  if (runs.length === 0) {
    output.note(`No run in ${folder}. Train one: ${advisedCommand(["train"], { help: true })}`);
  }
  const rows = runs.map(({ run }) => [
    run.name,
    run.card.dataset.id,
    run.card.architecture.id,
    String(run.history.length),
    accuracyOf(run, "validation"),
    accuracyOf(run, "test"),
    formatSeconds(run.seconds),
  ]);
  const headers = ["run", "data set", "architecture", "epochs", "validation", "test", "time"];
  output.result(
    { event: "result", runs: runs.map(({ run }) => dataOf(run)) },
    runs.length === 0 ? "" : table(headers, rows, { alignRight: [3, 4, 5, 6] }),
  );
}

async function summaries(
  folder: string,
  output: Output,
): Promise<{ readonly run: RunSummary; readonly changed: number }[]> {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const card = await stat(join(path, "imgcls.json")).catch(() => undefined);
    if (card === undefined) continue;
    try {
      found.push({ run: await summarizeRun(folderPlace(path)), changed: card.mtimeMs });
    } catch (error) {
      output.warn(whyNotListed(path, error));
    }
  }
  return found;
}

function whyNotListed(path: string, error: unknown): string {
  if (error instanceof RunFolderError) return withoutPrefix(error.message);
  // It names everything that is known instead, which is too much for a list.
  if (error instanceof RecipeError) {
    return `${printableName(path)}: left out, this version does not know its recipe. Why: ${advisedCommand(["runs", "show", path])}`;
  }
  throw error;
}

const accuracyOf = ({ card }: RunSummary, part: "validation" | "test"): string => {
  const { accuracy } = (card.metrics[part] ?? {}) as { readonly accuracy?: number };
  return accuracy === undefined ? "–" : formatPercent(accuracy);
};

const dataOf = ({ name, card, recipe, history, seconds }: RunSummary) => ({
  run: name,
  dataset: card.dataset,
  architecture: card.architecture.id,
  epochs: history.length,
  seconds,
  validatedOn: card.validatedOn,
  metrics: card.metrics,
  engine: card.engine,
  recipe,
});

export async function show(folder: string, output: Output): Promise<void> {
  const run = await summarizeRun(folderPlace(folder));
  const { card, recipe, history, seconds } = run;
  const sizes = Object.entries(card.dataset.sizes).map(([part, size]) => `${formatCount(size)} ${part}`);
  const text = [
    facts([
      ["run", run.name],
      ["data set", `${card.dataset.id}: ${sizes.join(", ")} images`],
      ["model", `${card.architecture.id}, ${card.inputShape.join("×")}, ${card.classNames.length} classes`],
      ...(card.weights === undefined ? [] : [["began with", describeWeights(card.weights)] as const]),
      ["validation accuracy", accuracyOf(run, "validation")],
      ["test accuracy", accuracyOf(run, "test")],
      ["epochs", `${history.length} in ${formatSeconds(seconds)}`],
      ["engine", describeEngine(card.engine)],
    ]),
    "",
    "Recipe:",
    facts(differencesOf({}, recipe).map(({ path, after }) => [`  ${path}`, inWords(after)])),
  ].join("\n");
  output.result({ event: "result", ...dataOf(run), history }, text);
}

const describeWeights = ({ id = "a file of weights", sha256, licence = "not known" }: UsedWeights): string =>
  `${id}, sha256 ${sha256.slice(0, 12)}…, licence ${licence}`;

/** A line for each value that is not the same in all of them. */
export async function compare(
  folders: readonly string[],
  { out, parallel, metric = "loss" }: CompareOptions,
  output: Output,
): Promise<void> {
  const runs: RunSummary[] = [];
  for (const folder of folders) runs.push(await summarizeRun(folderPlace(folder)));
  const described = runs.map(
    (run) => new Map(differencesOf({}, runFacts(run)).map(({ path, after }) => [path, after])),
  );
  const paths = [...new Set(described.flatMap((run) => [...run.keys()]))].filter(
    (path) => new Set(described.map((run) => JSON.stringify(run.get(path)))).size > 1,
  );
  const results = ["validation", "test"] as const;
  const rows = [
    ...results.map((part) => [`${part} accuracy`, ...runs.map((run) => accuracyOf(run, part))]),
    ["epochs", ...runs.map(({ history }) => String(history.length))],
    ["time", ...runs.map(({ seconds }) => formatSeconds(seconds))],
    ...paths.map((path) => [path, ...described.map((run) => inWords(run.get(path)))]),
  ];
  if (out !== undefined) await writeCurves(out, runs, metric);
  if (parallel !== undefined) await writePicture(parallel, settingsAndResults(runs));
  output.result(
    {
      event: "result",
      runs: runs.map(dataOf),
      differences: paths.map((path) => ({ path, values: described.map((run) => run.get(path) ?? null) })),
      ...(out !== undefined && { file: out }),
      ...(parallel !== undefined && { parallel }),
    },
    table(["", ...runs.map(({ name }) => name)], rows),
  );
  if (out !== undefined) output.note(`Curves: ${out}`);
  if (parallel !== undefined) output.note(`Settings and results: ${parallel}`);
}

async function writeCurves(out: string, runs: readonly RunSummary[], metric: string): Promise<void> {
  const known = new Set(runs.flatMap(({ history }) => history.flatMap((row) => Object.keys(row))));
  if (!known.has(metric) && !known.has(`val_${metric}`)) {
    const names = [...known].filter((name) => !name.startsWith("val_") && name !== "epoch");
    throw new CommandFailedError(
      `--metric ${metric}: expected a column of these runs' history, one of ${names.join(", ")}.`,
    );
  }
  const svg = runCurves(
    runs.map(({ name, history }) => ({ name, history })),
    { metric },
  );
  await writePicture(out, svg);
}

const inWords = (value: unknown): string => {
  if (value === undefined) return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
};
