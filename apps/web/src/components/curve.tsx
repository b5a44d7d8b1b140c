import { type LineChart, lineChart, palette, type Scale, wholeScale } from "@imgcls/charts";
import { useRef } from "react";
import type { ValidatedOn } from "../protocol.js";
import { useWidth } from "./use-width.js";

type XY = readonly [x: number, y: number];

interface CurveProps {
  readonly title: string;
  readonly epochs: number;
  readonly vertical: Scale;
  readonly format: (value: number) => string;
  /** Many points: a line. */
  readonly training: readonly XY[];
  /** One an epoch: marks with a line. */
  readonly validation: readonly XY[];
  readonly validatedOn: ValidatedOn;
  readonly description: string;
}

const PLOT_HEIGHT = 178;
/** Of the whole picture: kept free before its width is known. */
const HEIGHT = 230;
const LABEL_WIDTH = 36;

/** One chart, drawn at the size it has, so that its text keeps its size. */
export function Curve({ title, validatedOn, ...curve }: CurveProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const svg = width > 0 ? lineChart(chartOf(curve, width)) : "";
  return (
    <figure className="curve">
      <figcaption>
        {title}
        <span className="key key-training">training</span>
        {validatedOn !== "none" && <span className="key key-test">{validatedOn}</span>}
      </figcaption>
      <div
        ref={frame}
        className="curve-frame"
        style={{ blockSize: HEIGHT }}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the chart has numbers and escaped text
        dangerouslySetInnerHTML={{ __html: svg }}
      />
    </figure>
  );
}

function chartOf(
  { epochs, vertical, format, training, validation, description }: Omit<CurveProps, "title" | "validatedOn">,
  width: number,
): LineChart {
  return {
    description,
    width,
    plotHeight: PLOT_HEIGHT,
    x: { scale: wholeScale(0, epochs, Math.max(1, Math.floor(width / LABEL_WIDTH))), name: "epoch" },
    y: { scale: vertical, format },
    lines: [
      { color: palette.train, points: training, width: 1.5 },
      { color: palette.validation, points: validation, width: 1.5, dashed: true, symbol: "circle" },
    ],
  };
}
