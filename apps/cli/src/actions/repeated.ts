import { folderPlace, haveSameWeights, runDifferences, summarizeRun } from "@imgcls/runs";
import type { Output } from "../output.js";

/** Whether a run that was trained by another one's recipe came to the same weights, and else what may be the reason. */
export async function reportRepeated(from: string, out: string, output: Output): Promise<void> {
  const [before, after] = [folderPlace(from), folderPlace(out)];
  const isSame = await haveSameWeights(before, after);
  const differences = runDifferences(await summarizeRun(before), await summarizeRun(after));
  output.event({ event: "repeated", from, same: isSame, differences });
  if (isSame) {
    output.note(`The same weights as ${from}, to the bit.`);
    return;
  }
  const list = differences.map(
    ({ path, before, after }) =>
      `  ${path}: ${JSON.stringify(before) ?? "–"} → ${JSON.stringify(after) ?? "–"}`,
  );
  const reasons = list.length === 0 ? " Nothing that is known of them differs." : " What differs:";
  output.note([`Not the same weights as ${from}.${reasons}`, ...list].join("\n"));
}
