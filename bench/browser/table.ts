import { type Case, geometricMean } from "../cases.ts";
import { BROWSER_ENGINES, type BrowserEngine } from "./engines.ts";

export interface BenchRow extends Case {
  /** An engine that did not start or took too long is left out. */
  readonly imagesPerSecond: Partial<Record<BrowserEngine, number>>;
}

/** Images a second of every engine, and how many times as fast the compiled step is, as a markdown table. */
export function browserTable(rows: readonly BenchRow[], engines: readonly BrowserEngine[]): string {
  const peers = engines.filter((engine) => engine !== "onnx");
  const ratios = (peer: BrowserEngine) =>
    rows.map(({ imagesPerSecond: { onnx, [peer]: other } }) => (onnx && other ? onnx / other : undefined));
  const ratiosByPeer = new Map(peers.map((peer) => [peer, ratios(peer)]));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const number = (value: number | undefined, digits: number) => value?.toFixed(digits) ?? "–";
  return [
    line([
      "model",
      "batch",
      ...engines.map((engine) => `${BROWSER_ENGINES[engine]}, images/s`),
      ...peers.map((peer) => `compiled step / ${peer}`),
    ]),
    line(["---", ...Array.from({ length: 1 + engines.length + peers.length }, () => "--:")]),
    ...rows.map(({ model, batchSize, imagesPerSecond }, row) =>
      line([
        model,
        String(batchSize),
        ...engines.map((engine) => number(imagesPerSecond[engine], 0)),
        ...peers.map((peer) => number(ratiosByPeer.get(peer)![row], 2)),
      ]),
    ),
    line([
      "geometric mean",
      "",
      ...engines.map(() => ""),
      ...peers.map((peer) => {
        const known = ratiosByPeer.get(peer)!.filter((ratio) => ratio !== undefined);
        return known.length === 0 ? "–" : number(geometricMean(known), 2);
      }),
    ]),
  ].join("\n");
}
