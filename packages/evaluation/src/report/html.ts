import { escapeXml } from "@imgcls/charts";

/** Markup that is safe to put into a page. Everything else that meets `html` is escaped. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = Html | string | number | undefined | readonly Html[];

/**
 * Tagged template for pages: interpolated text is escaped for content and for quoted attributes alike,
 * `Html` and lists of it are kept, `undefined` is nothing.
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(template.reduce((markup, text, index) => markup + toMarkup(parts[index - 1]) + text));
}

function toMarkup(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.markup;
  if (typeof part === "object") return part.map(toMarkup).join("");
  return escapeXml(String(part));
}

const LONGEST_NAME = 60;

/**
 * A name given by a user, kept apart from the direction of the text around it. What is too long to read
 * is cut off; the whole name shows under the pointer.
 */
export function nameOf(name: string): Html {
  const characters = [...name];
  if (characters.length <= LONGEST_NAME) return html`<bdi class="name">${name}</bdi>`;
  return html`<bdi class="name" title="${name}">${characters.slice(0, LONGEST_NAME - 1).join("")}…</bdi>`;
}
