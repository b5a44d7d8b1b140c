import { type Case, type EngineName, geometricMean } from "./cases.ts";

/** A case and what each engine's medians over the rounds were. */
export interface StepRow extends Case {
  readonly imagesPerSecond: Readonly<Partial<Record<EngineName, number>>>;
  readonly peakMemoryMB: Readonly<Partial<Record<EngineName, number>>>;
}

/** Speeds and peak memory of each engine, and how many times as fast as its peers the first one is. */
export function stepTable(rows: readonly StepRow[], engines: readonly EngineName[]): string {
  const [own, ...peers] = engines as [EngineName, ...EngineName[]];
  const ratio = ({ imagesPerSecond }: StepRow, peer: EngineName) =>
    (imagesPerSecond[own] ?? Number.NaN) / (imagesPerSecond[peer] ?? Number.NaN);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const count = 2 + engines.length + peers.length + engines.length;
  return [
    line([
      "model",
      "batch",
      ...engines.map((engine) => `${engine}, images/s`),
      ...peers.map((peer) => `${own} / ${peer}`),
      ...engines.map((engine) => `${engine}, MB`),
    ]),
    `|${"---|".repeat(2)}${"--:|".repeat(count - 2)}`,
    ...rows.map((row) =>
      line([
        row.model,
        String(row.batchSize),
        ...engines.map((engine) => whole(row.imagesPerSecond[engine])),
        ...peers.map((peer) => ratio(row, peer).toFixed(2)),
        ...engines.map((engine) => whole(row.peakMemoryMB[engine])),
      ]),
    ),
    line([
      "geometric mean",
      "",
      ...engines.map(() => ""),
      ...peers.map((peer) => geometricMean(rows.map((row) => ratio(row, peer))).toFixed(2)),
      ...engines.map(() => ""),
    ]),
  ].join("\n");
}

const whole = (value: number | undefined): string => (value === undefined ? "–" : value.toFixed(0));
