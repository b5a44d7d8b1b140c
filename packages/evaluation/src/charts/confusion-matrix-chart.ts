import { element, palette, shortLabel, svgDocument, text, textWidth, tooltip } from "@imgcls/charts";
import { type Checks, count as counted, oneOf, optionProblems } from "@imgcls/checks";
import type { Evaluation } from "../evaluate.js";
import { requireNone } from "../option-checks.js";
import { confusionOrder, worstStretch } from "./confusion-order.js";

export interface ConfusionMatrixChartOptions {
  /** `"given"`: as the classes are; `"alike"`: those that are mixed up are neighbours. Default: given, for more than 50 alike. */
  readonly order?: "given" | "alike";
  /** Only so many neighbours, those with the most mistakes among them in the order alike. Default: all classes. */
  readonly worst?: number;
}

const CHECKS: Checks<ConfusionMatrixChartOptions> = { order: oneOf("given", "alike"), worst: counted };

/** Of more classes, cells have no numbers. */
export const NUMBERED_CLASSES = 50;

/** Pixels of the drawing; few classes get large cells. */
const CELL_SIZES = [
  { upTo: 12, cell: 46, font: 14, label: 13 },
  { upTo: 20, cell: 36, font: 12, label: 12 },
  { upTo: 40, cell: 26, font: 10, label: 11 },
  { upTo: NUMBERED_CLASSES, cell: 20, font: 9, label: 10 },
];
/** Of the whole matrix, where its cells have no numbers. */
const SIDE = 1000;
/** Smaller cells have no room for the name of their class beside them. */
const NAMED_CELL = 9;
const LABEL_LENGTH = 22;
/** Width of a digit, as a share of the font size. */
const DIGIT_WIDTH = 0.64;
const GAP = 7;
const AXIS_NAME = 24;

interface Sizes {
  readonly cell: number;
  /** Of the counts; none without it. */
  readonly font?: number;
  /** Of the names of classes; none without it. */
  readonly label?: number;
}

/**
 * Heat map of the confusion matrix: rows are the true classes, columns the predicted ones; with its counts for up to 50 classes.
 *
 * Right answers (the diagonal) and mistakes have colours and scales of their own, because a good model's
 * mistakes would not show on the scale of its right answers. A diagonal cell is shaded by its share of the
 * row, a mistake by its share of the most frequent mistake; square roots keep small shares visible.
 *
 * @throws EvaluationInputError for unknown or wrong options
 */
export function confusionMatrixChart(
  evaluation: Evaluation,
  options: ConfusionMatrixChartOptions = {},
): string {
  requireNone("Cannot draw a confusion matrix", optionProblems("confusionMatrixChart", options, CHECKS));
  const { confusionMatrix: matrix, perClass } = evaluation;
  const { shown, sizes, axes, width, height } = layoutOf(evaluation, options);
  return svgDocument({ description: describe(evaluation, shown), width, height }, [
    ...axes.drawn,
    element(
      "g",
      { transform: `translate(${axes.left} ${axes.top})` },
      sizes.font === undefined
        ? drawDense(shown, matrix, sizes.cell)
        : drawCells(shown, matrix, perClass, sizes.cell, sizes.font),
    ),
  ]);
}

/** Where things are in the drawing of the whole matrix, in its pixels. */
export interface MatrixLayout {
  readonly width: number;
  readonly height: number;
  /** Of the first cell. */
  readonly left: number;
  readonly top: number;
  /** The side of a cell. */
  readonly cell: number;
  /** Labels of the classes in the order of rows and columns. */
  readonly shown: readonly number[];
}

export function matrixLayout(evaluation: Evaluation): MatrixLayout {
  const { shown, sizes, axes, width, height } = layoutOf(evaluation, {});
  return { width, height, left: axes.left, top: axes.top, cell: sizes.cell, shown };
}

function layoutOf({ confusionMatrix, perClass }: Evaluation, options: ConfusionMatrixChartOptions) {
  const shown = shownClasses(confusionMatrix, options);
  const sizes = sizesFor(shown.length);
  const axes = axesOf(
    shown.map((label) => shortLabel(perClass[label]!.class, LABEL_LENGTH)),
    sizes,
  );
  const side = shown.length * sizes.cell;
  return { shown, sizes, axes, width: axes.left + side + 8, height: axes.top + side + axes.below };
}

function shownClasses(
  matrix: Evaluation["confusionMatrix"],
  { order, worst }: ConfusionMatrixChartOptions,
): readonly number[] {
  const isGiven = order === undefined ? matrix.length <= NUMBERED_CLASSES : order === "given";
  if (worst !== undefined)
    return worstStretch(matrix, confusionOrder(matrix), Math.min(worst, matrix.length));
  return isGiven ? [...matrix.keys()] : confusionOrder(matrix);
}

function sizesFor(classes: number): Sizes {
  const numbered = CELL_SIZES.find(({ upTo }) => classes <= upTo);
  if (numbered) return numbered;
  const cell = Math.max(1, Math.floor(SIDE / classes));
  return { cell, ...(cell >= NAMED_CELL && { label: Math.min(10, cell) }) };
}

/** Names of the classes beside the rows and below the columns, upright where they are wider than a column. */
function axesOf(names: readonly string[], { cell, label }: Sizes) {
  const widest = label === undefined ? 0 : Math.max(...names.map((name) => textWidth(name, label)));
  const isUpright = widest > cell - 4;
  const left = Math.ceil(widest) + AXIS_NAME + 2 * GAP;
  const top = 6;
  const side = names.length * cell;
  const below = Math.ceil(label === undefined ? 0 : isUpright ? widest : label) + AXIS_NAME + 2 * GAP;
  const titled = { "font-size": 13, "font-weight": 600, "text-anchor": "middle" };
  const middle = (i: number) => (i + 0.5) * cell;
  const labels = (label === undefined ? [] : names).flatMap((name, i) => {
    const [x, y] = [left + middle(i), top + side + GAP];
    const upright = {
      "font-size": label,
      "text-anchor": "end",
      transform: `rotate(-90 ${x} ${y})`,
    };
    return [
      text(left - GAP, top + middle(i) + 0.35 * label!, name, { "font-size": label, "text-anchor": "end" }),
      isUpright
        ? text(x, y + 0.35 * label!, name, upright)
        : text(x, y + label!, name, { "font-size": label, "text-anchor": "middle" }),
    ];
  });
  const x = 14;
  const y = top + side / 2;
  return {
    left,
    top,
    below,
    drawn: [
      ...labels,
      text(left + side / 2, top + side + below - 8, "predicted class", titled),
      text(x, y, "true class", { ...titled, transform: `rotate(-90 ${x} ${y})` }),
    ],
  };
}

/** How strong a cell is: its share of the row on the diagonal, of the most frequent mistake elsewhere. Even one image must be seen. */
function strengths(matrix: Evaluation["confusionMatrix"]): (truth: number, predicted: number) => number {
  const rowTotals = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const largestMistake = matrix.reduce((most, row, truth) => Math.max(most, largestExcept(row, truth)), 1);
  return (truth, predicted) => {
    const most = truth === predicted ? rowTotals[truth]! : largestMistake;
    return 0.12 + 0.88 * Math.sqrt(matrix[truth]![predicted]! / Math.max(1, most));
  };
}

function drawCells(
  shown: readonly number[],
  matrix: Evaluation["confusionMatrix"],
  perClass: Evaluation["perClass"],
  cell: number,
  font: number,
): string[] {
  const strength = strengths(matrix);
  const showEmpty = shown.length <= 40;
  const size = cell - (cell > 30 ? 1.5 : 1);
  return shown.flatMap((truth, row) =>
    shown.flatMap((predicted, column) => {
      const count = matrix[truth]![predicted]!;
      if (count === 0 && !showEmpty && truth !== predicted) return [];
      const place = { x: column * cell, y: row * cell, width: size, height: size };
      const ground = element("rect", { ...place, fill: palette.cell });
      if (count === 0) return [ground];
      const fill = truth === predicted ? palette.right : palette.wrong;
      return [
        element("g", {}, [
          tooltip(`${perClass[truth]!.class} → ${perClass[predicted]!.class}: ${count}`),
          ground,
          element("rect", { ...place, fill, "fill-opacity": strength(truth, predicted) }),
          text(place.x + size / 2, place.y + size / 2 + 0.35 * font, String(count), {
            "font-size": fittingFont(count, font, cell),
            "text-anchor": "middle",
          }),
        ]),
      ];
    }),
  );
}

const SHADES = 12;

/** A path for each shade: an element for each cell would be too much for a browser where there are thousands. */
function drawDense(shown: readonly number[], matrix: Evaluation["confusionMatrix"], cell: number): string[] {
  const strength = strengths(matrix);
  const paths = new Map<string, { fill: string; shade: number; d: string[] }>();
  for (const [row, truth] of shown.entries()) {
    for (const [column, predicted] of shown.entries()) {
      if (matrix[truth]![predicted] === 0) continue;
      const fill = truth === predicted ? palette.right : palette.wrong;
      const shade = Math.ceil(strength(truth, predicted) * SHADES) / SHADES;
      const key = `${fill} ${shade}`;
      if (!paths.has(key)) paths.set(key, { fill, shade, d: [] });
      paths.get(key)!.d.push(`M${column * cell} ${row * cell}h${cell}v${cell}h-${cell}z`);
    }
  }
  const side = shown.length * cell;
  return [
    element("rect", { width: side, height: side, fill: palette.cell }),
    ...[...paths.values()].map(({ fill, shade, d }) =>
      element("path", { fill, "fill-opacity": shade, d: d.join("") }),
    ),
  ];
}

function describe({ samples, accuracy, perClass }: Evaluation, shown: readonly number[]): string {
  const whole = `Confusion matrix of ${perClass.length} classes and ${samples} images, ${Math.round(accuracy * samples)} of them on the diagonal of right answers.`;
  return shown.length === perClass.length
    ? whole
    : `${whole} Shown are ${shown.length} classes that are mixed up with each other most.`;
}

const fittingFont = (count: number, font: number, size: number): number =>
  Math.min(font, Number(((size - 3) / (String(count).length * DIGIT_WIDTH)).toFixed(1)));

const largestExcept = (row: readonly number[], excluded: number): number =>
  row.reduce((largest, count, index) => (index === excluded ? largest : Math.max(largest, count)), 0);
