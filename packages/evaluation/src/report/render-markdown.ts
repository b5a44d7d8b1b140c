import type { ImageStack } from "./gallery.js";
import { html } from "./html.js";
import { toMarkdown } from "./markdown.js";
import { overview } from "./overview.js";
import type { ReportData } from "./report-data.js";
import { SECTIONS } from "./sections.js";

/** Pictures are left out, so any will do. */
const NO_PICTURES: ImageStack = {
  images: { get: () => new Uint8Array(1) } as unknown as ReadonlyMap<number, Uint8Array>,
  shape: [1, 1, 1],
};

/**
 * The report as Markdown that GitHub and others read: the sections of the page in words, lists and tables.
 *
 * @param data what `reportData` gave
 */
export function renderMarkdown(data: ReportData): string {
  const sections = SECTIONS.flatMap(({ title, content }) => {
    const shown = content(data, NO_PICTURES);
    return shown ? [html`<h2>${title}</h2>${shown}`] : [];
  });
  return `${[overview(data), ...sections].map(toMarkdown).join("\n\n")}\n`;
}
