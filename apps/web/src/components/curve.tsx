import { useId, useRef } from "react";
import type { ValidatedOn } from "../protocol.js";
import { epochScale, type Scale } from "./scale.js";
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

const HEIGHT = 230;
const MARGIN = { left: 46, right: 14, top: 12, bottom: 34 };
const LABEL_WIDTH = 36;

/** One chart, drawn at the size it has, so that its text keeps its size. */
export function Curve(props: CurveProps) {
  const { title, epochs, vertical, format, training, validation, validatedOn, description } = props;
  const frame = useRef<HTMLDivElement>(null);
  const clip = useId();
  const width = useWidth(frame);
  const inner = Math.max(1, width - MARGIN.left - MARGIN.right);
  const innerHeight = HEIGHT - MARGIN.top - MARGIN.bottom;
  const horizontal = epochScale(epochs, Math.max(1, Math.floor(inner / LABEL_WIDTH)));
  const x = (value: number) => MARGIN.left + (inner * value) / horizontal.high;
  const y = (value: number) =>
    MARGIN.top + innerHeight * (1 - (value - vertical.low) / (vertical.high - vertical.low));
  const path = (points: readonly XY[]) =>
    points.map(([px, py], i) => `${i === 0 ? "M" : "L"}${x(px).toFixed(1)} ${y(py).toFixed(1)}`).join("");

  return (
    <figure className="curve">
      <figcaption>
        {title}
        <span className="key key-training">training</span>
        {validatedOn !== "none" && <span className="key key-test">{validatedOn}</span>}
      </figcaption>
      <div ref={frame} className="curve-frame" style={{ blockSize: HEIGHT }}>
        {width > 0 && (
          <svg width={width} height={HEIGHT} role="img" aria-label={description}>
            <clipPath id={clip}>
              <rect x={MARGIN.left} y={MARGIN.top - 6} width={inner + 6} height={innerHeight + 6} />
            </clipPath>
            {vertical.ticks.map((tick) => (
              <g key={tick}>
                <line
                  className="grid-line"
                  x1={MARGIN.left}
                  x2={width - MARGIN.right}
                  y1={y(tick)}
                  y2={y(tick)}
                />
                <text className="tick" x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
                  {format(tick)}
                </text>
              </g>
            ))}
            {horizontal.ticks.map((tick) => (
              <text className="tick" key={tick} x={x(tick)} y={HEIGHT - 16} textAnchor="middle">
                {tick}
              </text>
            ))}
            <text className="tick" x={width - MARGIN.right} y={HEIGHT - 2} textAnchor="end">
              epoch
            </text>
            <g clipPath={`url(#${clip})`}>
              <path className="line-training" d={path(training)} />
              <path className="line-test" d={path(validation)} />
              {validation.map(([px, py]) => (
                <circle className="mark-test" key={px} cx={x(px)} cy={y(py)} r={3.2} />
              ))}
            </g>
          </svg>
        )}
      </div>
    </figure>
  );
}
