import { printableName } from "../printable.js";

/** Columns as wide as their content, two spaces between them. */
export function table(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  { alignRight = [] }: { readonly alignRight?: readonly number[] } = {},
): string {
  const lines = [headers, ...rows].map((line) => line.map(printableName));
  const widths = headers.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          alignRight.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Names and values, one a line, the values in one column. */
export const facts = (list: readonly (readonly [name: string, value: string])[]): string => {
  const width = Math.max(...list.map(([name]) => name.length));
  return list.map(([name, value]) => `${name.padEnd(width)}  ${printableName(value)}`).join("\n");
};
