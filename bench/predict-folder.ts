/**
 * How quickly `imgcls predict` goes through a folder, beside decoding alone and inference alone:
 *
 *     npx tsx --conditions=imgcls-source bench/predict-folder.ts --run RUN FOLDER [--rounds 3]
 *     npx tsx --conditions=imgcls-source bench/predict-folder.ts --base efficientnet-lite0 [--weights FILE] FOLDER
 *
 * Images a second, medians of rounds in which the three take turns. A folder should need some seconds: a few thousand pictures.
 * Files that do not decode are not counted.
 */
import { parseArgs } from "node:util";
import { joinContent } from "@imgcls/training";
import {
  classified,
  type DecodedFile,
  decodedAhead,
  FILES_AT_ONCE,
  inGroups,
} from "../apps/cli/src/actions/classified.ts";
import { inputFiles } from "../apps/cli/src/actions/input-files.ts";
import { baseSource, runSource } from "../apps/cli/src/actions/predict-source.ts";
import { createOutput } from "../apps/cli/src/output.ts";
import { median } from "./cases.ts";

const { values: args, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    run: { type: "string" },
    base: { type: "string" },
    weights: { type: "string" },
    rounds: { type: "string", default: "3" },
  },
});
const opening = {
  batchSize: FILES_AT_ONCE,
  signal: new AbortController().signal,
  output: createOutput({ quiet: true }),
};
const source =
  args.run === undefined
    ? await baseSource(args.base ?? "efficientnet-lite0", { weights: args.weights }, opening)
    : await runSource(args.run, {}, opening);

const failed = (message: string) => console.error(message);
const files = () => inputFiles(positionals, { stdin: process.stdin, onProblem: failed, onLeftOut: () => {} });
const groups = () => inGroups(files(), FILES_AT_ONCE);

async function decoding(): Promise<number> {
  let images = 0;
  for await (const group of decodedAhead(groups(), source.decode)) images += pixelsOf(group).length;
  return images;
}

async function together(): Promise<number> {
  const job = { source, top: 5, signal: opening.signal, onFailure: () => {} };
  let images = 0;
  for await (const rows of classified(groups(), job)) images += rows.length;
  return images;
}

const pixelsOf = (group: readonly DecodedFile[]): Uint8Array[] =>
  group.flatMap(({ image }) => (image instanceof Uint8Array ? [image] : []));

const first = await decodedAhead(groups(), source.decode).next();
const pixels = first.done ? [] : pixelsOf(first.value);
const images = joinContent(pixels);

/** The first group, as often as all of them are many. */
async function inference(): Promise<number> {
  let done = 0;
  for (; done < total; done += pixels.length) await source.classify(images, pixels.length);
  return done;
}

const ways = { decoding, inference, together };
const rates: Record<keyof typeof ways, number[]> = { decoding: [], inference: [], together: [] };
// The graph is compiled, and the files come into the system's memory.
const total = await together();
for (let round = 0; round < Number(args.rounds); round++) {
  for (const name of Object.keys(ways) as (keyof typeof ways)[]) {
    const begun = performance.now();
    const done = await ways[name]();
    rates[name].push((1000 * done) / (performance.now() - begun));
  }
}
const [decode, infer, both] = [rates.decoding, rates.inference, rates.together].map(median);
console.log(
  JSON.stringify({
    images: total,
    decoding: decode,
    inference: infer,
    together: both,
    ofTheSlower: both! / Math.min(decode!, infer!),
    peakMB: process.resourceUsage().maxRSS / 1000,
  }),
);
await source.dispose();
