/** A line of CSV as RFC 4180 has it: quoted where a comma, quote or line break is inside, ended by CRLF. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(",")}\r\n`;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** What a spreadsheet would run as a formula: not a plain number such as -1, and not a single sign. */
const isFormula = (text: string): boolean =>
  /^[=+\-@\t\r]/.test(text) && text.length > 1 && !Number.isFinite(Number(text));

/** The same path in another form where a spreadsheet would take it for a formula: `=a.png` becomes `./=a.png`. */
export const pathCell = (path: string): string => (isFormula(path) ? `./${path}` : path);

/** A class name; an apostrophe in front of what a spreadsheet would run keeps it a text there. */
export const textCell = (text: string): string => (isFormula(text) ? `'${text}` : text);
