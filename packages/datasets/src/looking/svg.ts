/** What the pictures of this package have in common: text in SVG, and pages that show it. */

export const FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif";
export const FONT_SIZE = 11;
/** Mean width of a letter to the font size. */
export const LETTER_WIDTH = 0.55;

/** A self-contained SVG document. Sizes in CSS pixels. */
export const svgDocument = (width: number, height: number, parts: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}" font-size="${FONT_SIZE}" fill="#222">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...parts,
    "</svg>",
  ].join("\n");

export const TITLE_HEIGHT = 30;

const TITLE_SIZE = 14;

/** A title in the first 30 pixels, shortened to the width. */
export const svgTitle = (title: string, x: number, width: number): string =>
  `<text x="${x}" y="20" font-size="${TITLE_SIZE}" font-weight="600"><title>${escapeXml(title)}</title>${escapeXml(shorten(title, width, TITLE_SIZE))}</text>`;

export interface PageSection {
  /** Default: none. */
  readonly heading?: string;
  /** SVG documents and other HTML. */
  readonly content: string;
}

/** A web page of its own, readable on any width. */
export const htmlPage = (title: string, sections: readonly PageSection[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>
body{margin:2rem;font-family:${FONT};color:#222}
h2{margin:2rem 0 .5rem;font-size:1.1rem}
svg{max-width:100%;height:auto}
table{border-collapse:collapse}
th,td{padding:.15rem 1rem .15rem 0;text-align:left;font-weight:400;vertical-align:top}
th{color:#666}
code{font-size:.95em}
</style>
</head>
<body>
<h1>${escapeXml(title)}</h1>
${sections.map(({ heading, content }) => (heading === undefined ? content : `<h2>${escapeXml(heading)}</h2>\n${content}`)).join("\n")}
</body>
</html>
`;

/** Shortened to what fits the width; the whole belongs into a tooltip. */
export function shorten(text: string, width: number, fontSize = FONT_SIZE): string {
  const letters = Math.floor(width / (fontSize * LETTER_WIDTH));
  const characters = [...text];
  return characters.length <= letters
    ? text
    : `${characters
        .slice(0, letters - 1)
        .join("")
        .trimEnd()}…`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeXml = (text: string): string =>
  // XML has no way to write control characters.
  text.replace(/[\p{Cc}\uFFFE\uFFFF]/gu, " ").replace(/[&<>"']/g, (character) => ESCAPES[character]!);
