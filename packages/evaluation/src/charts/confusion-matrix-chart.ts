import type { CustomSeriesRenderItem } from "echarts";
import { format } from "echarts/core";
import type { Evaluation } from "../evaluate.js";
import { axisLabel } from "./axis-label.js";
import { palette } from "./palette.js";
import { renderSvg } from "./render-svg.js";

/** Pixels of the drawing. Few classes get large cells; a hundred still show their counts. */
const CELL_SIZES = [
  { upTo: 12, cell: 46, font: 14, label: 13 },
  { upTo: 20, cell: 36, font: 12, label: 12 },
  { upTo: 40, cell: 26, font: 10, label: 11 },
  { upTo: Number.POSITIVE_INFINITY, cell: 17, font: 8.5, label: 10 },
];
const LABEL_LENGTH = 22;

/** Width of a digit, as a share of the font size. */
const DIGIT_WIDTH = 0.6;

/** ECharts measures with a narrow sans-serif; the reader's may be wider. */
const FONT_RESERVE = 1.15;

/**
 * Heat map of the confusion matrix with its counts: rows are the true classes, columns the predicted ones.
 *
 * Right answers (the diagonal) and mistakes have colours and scales of their own, because a good model's
 * mistakes would not show on the scale of its right answers. A diagonal cell is shaded by its share of the
 * row, a mistake by its share of the most frequent mistake; square roots keep small shares visible.
 */
export function confusionMatrixChart({ confusionMatrix, perClass, samples, accuracy }: Evaluation): string {
  const classes = perClass.length;
  const { cell, font, label } = CELL_SIZES.find(({ upTo }) => classes <= upTo)!;
  const names = perClass.map((scores) => axisLabel(scores.class, LABEL_LENGTH));
  const longest = Math.max(...names.map((name) => textWidth(name, label)));
  const upright = longest > cell - 4;
  const side = classes * cell;
  const grid = { left: Math.ceil(longest) + 36, top: 6 };
  const below = Math.ceil(upright ? longest : label) + 40;

  const axis = {
    type: "category",
    data: names,
    nameLocation: "middle",
    nameTextStyle: { color: palette.ink, fontSize: 13, fontWeight: 600 },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
  };
  const axisText = { color: palette.ink, fontSize: label, interval: 0, margin: 7 };
  return renderSvg({
    id: "confusion-matrix",
    description: `Confusion matrix of ${classes} classes and ${samples} images, ${Math.round(accuracy * samples)} of them on the diagonal of right answers.`,
    width: grid.left + side + 8,
    height: grid.top + side + below,
    option: {
      grid: { ...grid, width: side, height: side, outerBoundsMode: "none" },
      xAxis: {
        ...axis,
        name: "predicted class",
        nameGap: below - 14,
        axisLabel: { ...axisText, rotate: upright ? 90 : 0 },
      },
      yAxis: { ...axis, name: "true class", nameGap: grid.left - 14, inverse: true, axisLabel: axisText },
      series: [
        {
          type: "custom",
          silent: true,
          data: visibleCells(confusionMatrix),
          renderItem: drawCell(confusionMatrix, cell, font),
        },
      ],
    },
  });
}

/** [column, row, count] of every cell with images, and of the empty ones while there are few. */
function visibleCells(matrix: Evaluation["confusionMatrix"]): [number, number, number][] {
  const showEmpty = matrix.length <= 40;
  return matrix.flatMap((row, truth) =>
    row
      .map((count, predicted): [number, number, number] => [predicted, truth, count])
      .filter(([predicted, , count]) => count > 0 || showEmpty || predicted === truth),
  );
}

function drawCell(matrix: Evaluation["confusionMatrix"], size: number, font: number): CustomSeriesRenderItem {
  const rowTotals = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const largestMistake = Math.max(...matrix.map((row, truth) => largestExcept(row, truth)));
  return (_, api) => {
    const [column, row, count] = [api.value(0), api.value(1), api.value(2)] as [number, number, number];
    const [centerX, centerY] = api.coord([column, row]) as [number, number];
    const right = column === row;
    const strength = Math.sqrt(count / Math.max(1, right ? rowTotals[row]! : largestMistake));
    const gap = size > 30 ? 1.5 : 1;
    const shape = { x: centerX - size / 2, y: centerY - size / 2, width: size - gap, height: size - gap };
    const rect = (fill: string, opacity: number) => ({
      type: "rect" as const,
      shape,
      style: { fill, opacity },
    });
    const text = {
      type: "text" as const,
      style: {
        text: String(count),
        x: shape.x + shape.width / 2,
        y: shape.y + shape.height / 2,
        align: "center" as const,
        verticalAlign: "middle" as const,
        fill: palette.ink,
        fontSize: fittingFont(count, font, size),
      },
    };
    const empty = count === 0;
    return {
      type: "group",
      children: [
        ...(empty || size > 20 ? [rect(palette.cell, 1)] : []),
        ...(empty ? [] : [rect(right ? palette.right : palette.wrong, shade(strength)), text]),
      ],
    };
  };
}

const textWidth = (text: string, size: number): number =>
  format.getTextRect(text, `${size}px sans-serif`).width * FONT_RESERVE;

/** Even a single image must be seen. Rounded: it is written thousands of times. */
const shade = (strength: number): number => Number((0.12 + 0.88 * strength).toFixed(2));

const fittingFont = (count: number, font: number, size: number): number =>
  Math.min(font, Number(((size - 3) / (String(count).length * DIGIT_WIDTH)).toFixed(1)));

const largestExcept = (row: readonly number[], excluded: number): number =>
  row.reduce((largest, count, index) => (index === excluded ? largest : Math.max(largest, count)), 0);
