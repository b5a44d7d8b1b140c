/** Pages of `html` as Markdown: what they say in words, lists and tables, without drawings and pictures. */
import { printable } from "../printable.js";
import type { Html } from "./html.js";

interface Element {
  readonly tag: string;
  readonly attributes: string;
  readonly children: Node[];
}
type Node = Element | string;

/**
 * Markup of `html` as GitHub reads it. Text is escaped: names of users may hold anything.
 *
 * @returns paragraphs, lists, tables and code, an empty line between them
 */
export const toMarkdown = ({ markup }: Html): string => blocksOf(parsed(markup)).join("\n\n");

const TOKEN = /<(\/?)([a-zA-Z0-9:]+)((?:"[^"]*"|[^">])*)>|([^<]+)/g;
/** Tags that are never closed. */
const VOID = new Set(["img", "input", "br"]);

/** Well-formed markup, as `html` makes it, as a tree. */
function parsed(markup: string): Element {
  const root: Element = { tag: "main", attributes: "", children: [] };
  const open = [root];
  for (const [, closing, tag, attributes, text] of markup.matchAll(TOKEN)) {
    if (tag === undefined) open.at(-1)!.children.push(decoded(text!));
    else if (closing) open.pop();
    else {
      const element: Element = { tag, attributes: attributes!, children: [] };
      open.at(-1)!.children.push(element);
      if (!VOID.has(tag) && !attributes!.endsWith("/")) open.push(element);
    }
  }
  return root;
}

/** What can only be seen or pressed, and what a list says already. */
const LEFT_OUT = new Set(["svg", "nav", "label", "figcaption", "summary", "form"]);
const isLeftOut = (node: Node): boolean =>
  typeof node !== "string" &&
  (LEFT_OUT.has(node.tag) ||
    / (?:popover |aria-hidden="true"|class="(?:cell|verdict|truth)")/.test(node.attributes));

const LINES: Readonly<Record<string, string>> = { h1: "# ", h2: "## ", h3: "### ", p: "", caption: "" };

function blocksOf(node: Node): string[] {
  if (isLeftOut(node)) return [];
  if (typeof node === "string" || isInline(node))
    return [oneLine(inlineOf(node))].filter((text) => text !== "");
  const { tag, children } = node;
  switch (tag) {
    case "table":
      return [...all(node, "caption").flatMap(blocksOf), tableOf(node)];
    case "ul":
      return [
        all(node, "li")
          .map((item) => `- ${item.children.flatMap(blocksOf).join(", ")}`)
          .join("\n"),
      ];
    case "dl":
      return [
        all(node, "div")
          .map((entry) => `- ${entry.children.flatMap(blocksOf).join(": ")}`)
          .join("\n"),
      ];
    case "pre":
      return [fenced(textOf(node))];
  }
  if (tag in LINES) return [`${LINES[tag]}${oneLine(inlineOf(node))}`];
  return children.flatMap(blocksOf);
}

const INLINE = new Set(["b", "strong", "bdi", "span", "a", "button", "img"]);
const isInline = ({ tag }: Element): boolean => INLINE.has(tag);

function inlineOf(node: Node): string {
  if (typeof node === "string") return plain(node);
  if (isLeftOut(node)) return "";
  if (node.tag === "img") return plain(decoded(/ alt="([^"]*)"/.exec(node.attributes)?.[1] ?? ""));
  const inside = node.children.map(inlineOf).join("");
  return node.tag === "b" || node.tag === "strong" ? `**${inside}**` : inside;
}

/** Between longer fences than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** The first row is the heading; columns of numbers are flush right. */
function tableOf(table: Element): string {
  const rows = all(table, "tr").map(({ children }) =>
    children.filter((cell): cell is Element => typeof cell !== "string" && !isLeftOut(cell)),
  );
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const [heading, ...body] = rows.map((cells) => line(cells.map((cell) => oneLine(inlineOf(cell)))));
  const alignment = rows[0]!.map(({ attributes }) => (/\bnumber\b/.test(attributes) ? "---:" : "---"));
  return [heading, line(alignment), ...body].join("\n");
}

/** Descendants with a tag, in order. */
const all = ({ children }: Element, tag: string): Element[] =>
  children.flatMap((child) =>
    typeof child === "string" ? [] : child.tag === tag ? [child] : all(child, tag),
  );

const textOf = (node: Node): string => (typeof node === "string" ? node : node.children.map(textOf).join(""));

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
};

const decoded = (text: string): string =>
  text.replace(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity);

/** Text that no reader of Markdown takes for markup. */
const plain = (text: string): string =>
  printable(text).replace(/[\\`*_[\]<>|~&#]/g, (character) => `\\${character}`);
