export { type Axis, numberText, percentText } from "./axes.js";
export { type Bar, type BarChart, barChart } from "./bar-chart.js";
export { ChartInputError } from "./errors.js";
export { escapeXml } from "./escape-xml.js";
export { binsOf, type Histogram, type HistogramBin, histogram } from "./histogram.js";
export { fittingLabel, isolated, shortLabel, textWidth } from "./label.js";
export { type Band, type Line, type LineChart, lineChart } from "./line-chart.js";
export { CHART_CLASS, palette, seriesColors } from "./palette.js";
export {
  type ParallelCoordinates,
  parallelCoordinates,
  type Result,
  type Setting,
} from "./parallel-coordinates.js";
export { plainColors } from "./plain-colors.js";
export { lossScale, roundScale, type Scale, scaleTo, shareScale, WHOLE_SHARE, wholeScale } from "./scale.js";
export { type ScatterInput, scatterChart } from "./scatter-chart.js";
export {
  type Attributes,
  element,
  FONT,
  rounded,
  type SvgDocument,
  svgDocument,
  text,
  through,
  tooltip,
} from "./svg.js";
export type { SymbolName } from "./symbols.js";
export { drawTitle, shortened, TITLE_HEIGHT } from "./title.js";
