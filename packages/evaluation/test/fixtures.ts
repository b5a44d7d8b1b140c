import type { HistoryRow, RunHistory } from "../src/index.js";

/** Numbers in 0..1 that look random and are the same everywhere. */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface FakePredictions {
  probabilities: Float32Array;
  labels: Int32Array;
  classNames: string[];
}

/** Predictions of a classifier that favours the true class by `skill` (logits). */
export function fakePredictions(samples: number, classNames: string[], skill: number): FakePredictions {
  const next = sequence(samples);
  const classes = classNames.length;
  const labels = Int32Array.from({ length: samples }, () => Math.floor(next() * classes));
  const probabilities = new Float32Array(samples * classes);
  for (let row = 0; row < samples; row++) {
    const weights = classNames.map((_, index) => Math.exp(4 * next() + (index === labels[row] ? skill : 0)));
    const sum = weights.reduce((a, b) => a + b);
    probabilities.set(
      weights.map((weight) => weight / sum),
      row * classes,
    );
  }
  return { probabilities, labels, classNames };
}

export const digits = [..."0123456789"];

export const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `class ${i}`);

export function fakeHistory(epochs: number, validation = true): HistoryRow[] {
  return Array.from({ length: epochs }, (_, index) => ({
    epoch: index + 1,
    loss: 0.4 / (index + 1),
    accuracy: 1 - 0.1 / (index + 1),
    ...(validation ? { val_loss: 0.1 + 0.2 / (index + 1), val_accuracy: 0.96 - 0.05 / (index + 1) } : {}),
    learning_rate: 0.01,
    seconds: 3,
    images_per_second: 20_000,
  }));
}

/** Runs of 12, 14, 16 … epochs that end at different heights. */
export const fakeRuns = (count: number): RunHistory[] =>
  Array.from({ length: count }, (_, run) => ({
    name: `run ${run + 1}`,
    history: fakeHistory(12 + 2 * run).map((row) => ({
      ...row,
      loss: row.loss * (1 + run / 6),
      accuracy: row.accuracy - run / 100,
      val_loss: row.val_loss! + Math.max(0, run - 1) * 0.03,
      val_accuracy: row.val_accuracy! - run / 80,
    })),
  }));

/** Points around a place for each group. */
export function fakePoints(count: number, groups: number): { coordinates: number[]; groups: number[] } {
  const next = sequence(count);
  const places = Array.from({ length: groups }, () => [8 * next(), 4 * next()] as const);
  const of = Array.from({ length: count }, (_, i) => i % groups);
  const around = (center: number) => center + next() + next() - 1;
  return { coordinates: of.flatMap((group) => places[group]!.map(around)), groups: of };
}

/** Grey ramps, one a sample. */
export const fakeImages = (samples: number, [height, width, channels]: readonly [number, number, number]) =>
  Uint8Array.from({ length: samples * height * width * channels }, (_, i) => (i * 7) % 256);

const VOID = new Set(["meta", "img", "input", "br", "!doctype"]);

/** Tags that are not closed in order; empty for well-formed markup. */
export function unbalancedTags(markup: string): string[] {
  const open: string[] = [];
  for (const [, closing, name, rest] of markup.matchAll(/<(\/?)([!a-zA-Z][\w:]*)((?:"[^"]*"|[^">])*)>/g)) {
    if (VOID.has(name!) || rest!.endsWith("/")) continue;
    if (!closing) open.push(name!);
    else if (open.at(-1) === name) open.pop();
    else return [`</${name}> closes ${open.join(" > ")}`];
  }
  return open;
}
