import { type Dataset, leftOutText } from "@imgcls/datasets";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";

/** What of your own images is in none of the sets, and why. */
export function reportData(data: Dataset, output: Output): void {
  reportSkipped(data.id, data, output);
  reportLeftOut(data, output);
}

/** Names every image that was left out: it is missing in all that follows. */
export function reportSkipped(id: string, { skipped = [] }: Pick<Dataset, "skipped">, output: Output): void {
  if (skipped.length === 0) return;
  const what = skipped.length === 1 ? "image does not decode and is" : "images do not decode and are";
  const list = skipped.map(({ path, reason }) => `  ${printableName(path)}: ${printableName(reason)}`);
  output.warn([`${printableName(id)}: ${skipped.length} ${what} left out:`, ...list].join("\n"));
  output.event({ event: "skipped", id, images: skipped });
}

/** Files that are in none of the sets without being damaged: whoever expects them to be has to know. */
function reportLeftOut(data: Dataset, output: Output): void {
  const text = leftOutText(data);
  if (text === "") return;
  const { id, leftOut, withoutClass } = data;
  output.note(`${id}: left out ${text}.`);
  output.event({ event: "leftOut", id, leftOut, withoutClass });
}
