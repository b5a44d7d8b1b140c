/**
 * A chart for programs that do not know CSS variables, such as those that make PNG files of SVG: every colour as it is on
 * paper, on white.
 */
export function plainColors(svg: string): string {
  const style = /<style>([\s\S]*?)<\/style>/.exec(svg)?.[1] ?? "";
  const values = new Map<string, string>();
  for (const [, name, value] of style.matchAll(/(--[\w-]+):\s*([^;}]+)/g)) {
    // The first definition is that of light pages.
    if (!values.has(name!)) values.set(name!, value!.trim());
  }
  const colored = svg.replace(/var\((--[\w-]+)\)/g, (whole, name: string) => values.get(name) ?? whole);
  return colored.replace("</style>", '</style>\n<rect width="100%" height="100%" fill="#fff"></rect>');
}
