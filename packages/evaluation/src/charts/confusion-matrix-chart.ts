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
export function confusionMatrixChart(evaluation: Evaluation): string {
  const { confusionMatrix, perClass, samples, accuracy } = evaluation;
  const classes = perClass.length;
  const { width, height, left, top, cell, font, label, names, below, isUpright } = matrixLayout(evaluation);
  const side = classes * cell;

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
    width,
    height,
    option: {
      grid: { left, top, width: side, height: side, outerBoundsMode: "none" },
      xAxis: {
        ...axis,
        name: "predicted class",
        nameGap: below - 14,
        axisLabel: { ...axisText, rotate: isUpright ? 90 : 0 },
      },
      yAxis: { ...axis, name: "true class", nameGap: left - 14, inverse: true, axisLabel: axisText },
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

/** Where things are in the drawing, in its pixels: the first cell at `left` and `top`, all of them squares with sides of `cell`. */
export function matrixLayout({ perClass }: Evaluation) {
  const { cell, font, label } = CELL_SIZES.find(({ upTo }) => perClass.length <= upTo)!;
  const names = perClass.map((scores) => axisLabel(scores.class, LABEL_LENGTH));
  const longest = Math.max(...names.map((name) => textWidth(name, label)));
  const isUpright = longest > cell - 4;
  const below = Math.ceil(isUpright ? longest : label) + 40;
  const side = perClass.length * cell;
  const [left, top] = [Math.ceil(longest) + 36, 6];
  return {
    width: left + side + 8,
    height: top + side + below,
    left,
    top,
    cell,
    font,
    label,
    names,
    below,
    isUpright,
  };
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
