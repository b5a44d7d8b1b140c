/**
 * The tables of docs/recipes.md, made from the schema. `npx tsx --conditions=imgcls-source tools/recipe-table.ts` writes them
 * into the document; a test holds it equal.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Described, type Node, RECIPE_SCHEMA } from "@imgcls/runs";

export const RECIPES_DOCUMENT = fileURLToPath(new URL("../docs/recipes.md", import.meta.url));

const BEGIN = "<!-- from the schema: begin -->";
const END = "<!-- from the schema: end -->";

interface Shown {
  readonly expected: string;
  readonly about?: string;
  readonly default?: unknown;
  readonly required?: boolean;
}

/** The document with its tables as they have to be. */
export function withTables(document: string): string {
  const [before, rest] = document.split(BEGIN) as [string, string];
  const after = rest.split(END)[1]!;
  const tables = [valueTable(), ...describedTables(RECIPE_SCHEMA, "")];
  return `${before}${BEGIN}\n\n${tables.join("\n\n")}\n\n${END}${after}`;
}

const HEADER = "| value | what it is | may be | default |\n| --- | --- | --- | --- |";

const valueTable = (): string => `## Values\n\n${HEADER}\n${rowsOf(RECIPE_SCHEMA, "").join("\n")}`;

function rowsOf(node: Node, path: string): string[] {
  switch (node.node) {
    case "leaf":
      return [row(path, node.option)];
    case "described":
      return [
        row(path, { about: node.about, expected: `{ type, … }${node.types.length > 0 ? ", below" : ""}` }),
      ];
    case "list":
      return [
        row(path, { about: node.about, expected: "a list", default: [] }),
        ...rowsOf(node.of, `${path}[0]`).slice(1),
      ];
    case "section":
      // What a phase may hold stands above.
      return path.endsWith("]")
        ? [row(path, { about: node.about, expected: Object.keys(node.fields).join(", ") })]
        : Object.entries(node.fields).flatMap(([name, inner]) =>
            rowsOf(inner, path === "" ? name : `${path}.${name}`),
          );
  }
}

/** Of everything that is described by its type. */
function describedTables(node: Node, path: string): string[] {
  if (node.node === "described" && node.types.length > 0) return [tableOf(node, path)];
  if (node.node === "list") return node.of.node === "described" ? describedTables(node.of, `${path}[0]`) : [];
  if (node.node !== "section") return [];
  return Object.entries(node.fields).flatMap(([name, inner]) =>
    describedTables(inner, path === "" ? name : `${path}.${name}`),
  );
}

function tableOf({ about, types, optionsOf }: Described, path: string): string {
  const all = types.map((type) => ({ type, options: optionsOf(type) as Readonly<Record<string, Shown>> }));
  const shared = Object.keys(all[0]!.options).filter(
    (name) => all.length > 1 && all.every(({ options }) => sameText(options[name], all[0]!.options[name])),
  );
  const rows = all.flatMap(({ type, options }) => {
    const own = Object.entries(options).filter(([name]) => !shared.includes(name));
    return [`| **\`${type}\`** | | | |`, ...own.map(([name, option]) => row(name, option))];
  });
  const common = shared.map((name) => row(name, all[0]!.options[name]!));
  return [
    `## \`${path}\`: ${about}`,
    "",
    HEADER,
    ...rows,
    ...(common.length > 0 ? ["| **all of them** | | | |", ...common] : []),
  ].join("\n");
}

const sameText = (a: Shown | undefined, b: Shown | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const row = (name: string, { about = "", expected, default: value, required = false }: Shown): string =>
  `| \`${name}\` | ${escaped(about)} | ${escaped(expected)} | ${required ? "required" : value === undefined ? "" : `\`${escaped(JSON.stringify(value))}\``} |`;

const escaped = (text: string): string => text.replaceAll("|", "\\|");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(RECIPES_DOCUMENT, withTables(readFileSync(RECIPES_DOCUMENT, "utf8")));
}
