import { escapeXml, FONT } from "@imgcls/charts";

export interface PageSection {
  /** Default: none. */
  readonly heading?: string;
  /** SVG documents and other HTML. */
  readonly content: string;
}

/** A web page of its own, readable on any width, light or dark as the reader's system is. */
export const htmlPage = (title: string, sections: readonly PageSection[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeXml(title)}</title>
<style>
:root{--ink:#1b2430;--muted:#586374;--paper:#fff}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8ebf0;--muted:#9ba7b6;--paper:#12161c}}
body{margin:2rem;font-family:${FONT};color:var(--ink);background:var(--paper)}
h2{margin:2rem 0 .5rem;font-size:1.1rem}
svg{max-width:100%;height:auto}
table{border-collapse:collapse}
th,td{padding:.15rem 1rem .15rem 0;text-align:left;font-weight:400;vertical-align:top}
th{color:var(--muted)}
code{font-size:.95em}
</style>
</head>
<body>
<h1>${escapeXml(title)}</h1>
${sections.map(({ heading, content }) => (heading === undefined ? content : `<h2>${escapeXml(heading)}</h2>\n${content}`)).join("\n")}
</body>
</html>
`;
