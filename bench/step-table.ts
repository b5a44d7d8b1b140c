import { type Case, type EngineName, geometricMean } from "./cases.ts";

/** A case and what each engine's medians over the rounds were. */
export interface StepRow extends Case {
  readonly imagesPerSecond: Readonly<Partial<Record<EngineName, number>>>;
  readonly peakMemoryMB: Readonly<Partial<Record<EngineName, number>>>;
}

/**
 * Speeds of each engine, how many times as fast the first one is as the fastest of the others, and peak memory beside
 * that one's. TensorFlow.js's wasm backend is an order of magnitude slower and has a ratio of its own.
 */
export function stepTable(rows: readonly StepRow[], engines: readonly EngineName[]): string {
  const [own, ...peers] = engines as [EngineName, ...EngineName[]];
  const speed = ({ imagesPerSecond }: StepRow, engine: EngineName) => imagesPerSecond[engine] ?? 0;
  const fastest = (row: StepRow) =>
    peers.reduce((best, peer) => (speed(row, peer) > speed(row, best) ? peer : best));
  const ratio = (row: StepRow) => speed(row, own) / speed(row, fastest(row));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const head = [
    "model",
    "batch",
    ...engines.map((engine) => `${engine}, images/s`),
    `${own} / fastest peer`,
    "fastest peer",
    `${own}, MB`,
    "that peer, MB",
  ];
  return [
    line(head),
    `|${"---|".repeat(2)}${"--:|".repeat(head.length - 2)}`,
    ...rows.map((row) =>
      line([
        row.model,
        String(row.batchSize),
        ...engines.map((engine) => whole(row.imagesPerSecond[engine])),
        ratio(row).toFixed(2),
        fastest(row),
        whole(row.peakMemoryMB[own]),
        whole(row.peakMemoryMB[fastest(row)]),
      ]),
    ),
    line([
      "geometric mean",
      "",
      ...engines.map(() => ""),
      geometricMean(rows.map(ratio)).toFixed(2),
      "",
      "",
      "",
    ]),
  ].join("\n");
}

const whole = (value: number | undefined): string => (value === undefined ? "–" : value.toFixed(0));
