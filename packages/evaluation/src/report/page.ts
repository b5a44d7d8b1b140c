import { Html, html } from "./html.js";
import type { PageScript } from "./scripts/page-script.js";
import { REPORT_STYLE } from "./style.js";

export interface PageSection {
  /** Unique in the page; links lead there. */
  readonly id: string;
  readonly title: string;
  readonly content: Html;
}

export interface Page {
  readonly title: string;
  readonly header: Html;
  readonly sections: readonly PageSection[];
  /** What follows the sections. */
  readonly after?: Html;
  /** When it was made, as it is to be read. */
  readonly generatedAt?: string | undefined;
  /** Rules beside those of all pages. */
  readonly style?: string;
  /** What the page can do besides being read. */
  readonly scripts?: readonly PageScript[];
}

/** A page that needs nothing but itself: no request, no script but those whose digests its policy names, pictures and style inside. */
export const page = ({
  title,
  header,
  sections,
  after,
  generatedAt,
  style = "",
  scripts = [],
}: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policyFor(scripts)}">
<title>${title}</title>
<style>${new Html(REPORT_STYLE + style)}</style>
</head>
<body>
${header}
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main>
${sections.map(
  ({ id, title, content }) => html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>
`,
)}</main>
${after}<footer><p>${generatedAt === undefined ? undefined : `${generatedAt} · `}Made with imgcls</p></footer>
${scripts.map(({ code }) => new Html(`<script>${code}</script>\n`))}</body>
</html>
`.markup;

/** Digests of base64 and the words of a policy need no escaping, but for the quotes. */
const policyFor = (scripts: readonly PageScript[]): Html => {
  const digests = scripts.map(({ sha256 }) => `'sha256-${sha256}'`).join(" ");
  return new Html(
    `default-src 'none'; img-src data:; style-src 'unsafe-inline'${digests && `; script-src ${digests}`}`,
  );
};
