import { formatAugmentations } from "@imgcls/datasets";
import { contradictionsOf, type Difference, type RecipeDraft } from "@imgcls/runs";
import { UsageError } from "../errors.js";

/** Values of a recipe that have an option of their own. */
const FLAGS: Readonly<Record<string, string>> = {
  "data.dataset": "--dataset",
  "model.architecture": "--arch",
  "model.weights": "--weights",
  "data.imageSize": "--image-size",
  "data.fit": "--fit",
  "data.onBadImage": "--on-bad-image",
  "data.validation": "--validation",
  "data.exclude": "--exclude",
  "data.limit": "--limit",
  "data.augment": "--augment",
  batchSize: "--batch-size",
  "optimizer.type": "--optimizer",
  "optimizer.learningRate": "--lr",
  classWeight: "--class-weight",
  seed: "--seed",
};

/** What a resumed training may have another of. */
const FREE: ReadonlySet<string> = new Set(["epochs", "schemaVersion"]);

/**
 * The same command with `--resume` added must work, and one that asks for something else must not.
 *
 * @throws UsageError with everything that differs
 */
export function requireAgreement(asked: RecipeDraft, started: RecipeDraft): void {
  const problems = contradictionsOf(asked, started)
    .filter(({ path }) => !FREE.has(path))
    .map(problemOf);
  if (problems.length > 0) throw new UsageError([...new Set(problems)], "train");
}

/** Of every image whose label is another. */
const RELABEL = "data.relabel.";

function problemOf({ path, before, after }: Difference): string {
  if (path.startsWith(RELABEL)) {
    return "--relabel: the run to resume was started with other labels; leave the option out, or start anew in another folder";
  }
  const flag = FLAGS[path];
  const what = flag === undefined ? `--set ${path}=` : `${flag} `;
  return `${what}${inWords(path, after)}: the run to resume was started with ${inWords(path, before)}; leave the option out, or start anew in another folder`;
}

function inWords(path: string, value: unknown): string {
  if (value === undefined) return path === "data.limit" ? "all images" : "the default";
  if (path === "data.augment") return formatAugmentations(value as never) || "none";
  if (path === "data.imageSize") return (value as readonly number[]).join("x");
  return typeof value === "string" ? value : JSON.stringify(value);
}
