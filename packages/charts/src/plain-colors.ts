import { lightColor } from "./palette.js";

/**
 * A chart as a file of its own: every colour as it is on paper, on white. Programs that make pictures of SVG do not know
 * CSS variables, and what shows a file does not darken the page behind it.
 */
export function plainColors(svg: string): string {
  // Names of users are text, in which quotes are escaped: this is in attributes only.
  const colored = svg.replace(
    /="var\(--chart-(\w+)\)"/g,
    (whole, name: string) => `="${lightColor(name) ?? whole}"`,
  );
  return colored.replace(/<style>.*?<\/style>/s, '<rect width="100%" height="100%" fill="#fff"/>');
}
