import { CustomChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { CHART_CLASS, CHART_STYLE } from "./palette.js";

export interface SvgChart {
  /** Prefix of the ids inside the SVG; unique in a page. */
  readonly id: string;
  /** What the picture shows, for people who do not see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly option: EChartsCoreOption;
  /** Rules for what every chart has no colours for. */
  readonly style?: string;
}

const FONT = "system-ui, sans-serif";

/** Draws without a DOM. The same input gives the same characters, whatever was drawn before. */
export function renderSvg({ id, description, width, height, option, style = "" }: SvgChart): string {
  // Registered on use: at the top of the file it would tie ECharts to everything this package exports.
  use([CustomChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({ animation: false, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return withRoot(
    tidyTags(svg, id),
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    description,
    CHART_STYLE + style,
  );
}

/**
 * ECharts numbers its ids by a counter of the process and adds attributes and a style sheet for
 * interaction in a page; a font and many decimals on every one of thousands of elements are dead weight.
 * Only tags are rewritten: names of users are text, where "<" is escaped.
 */
function tidyTags(svg: string, id: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/<[^>]*>/g, (tag) =>
      tag
        .replace(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, "")
        .replace(/font-family:[^;"]*;?/, "")
        .replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))))
        .replace(/(id="|url\(#)zr\d+-/g, `$1${id}-`),
    )
    .replace(/\n+/g, "\n");
}

function withRoot(svg: string, size: string, description: string, style: string): string {
  const content = svg.replace(/^<svg[^>]*>\s*/, "");
  const label = description.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<svg xmlns="http://www.w3.org/2000/svg" class="${CHART_CLASS}" role="img" aria-label="${label}" ${size} font-family="${FONT}">\n<style>${style}</style>\n${content}`;
}
