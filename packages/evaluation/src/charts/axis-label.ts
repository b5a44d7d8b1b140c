import { printable } from "../printable.js";

/** A name that fits an axis: one line, at most `length` characters, the rest cut off with "…". */
export function axisLabel(name: string, length: number): string {
  const characters = [...printable(name.replace(/\s+/g, " ").trim())];
  return characters.length <= length ? characters.join("") : `${characters.slice(0, length - 1).join("")}…`;
}
