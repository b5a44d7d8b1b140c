import { expect, it } from "vitest";
import { csvLine, pathCell, textCell } from "./csv.js";

it("quotes as RFC 4180 does", () => {
  expect(csvLine(["plain", 'a "b"', "a,b", "two\nlines", ""])).toBe(
    'plain,"a ""b""","a,b","two\nlines",\r\n',
  );
});

it("lets no name become a formula of a spreadsheet", () => {
  expect(pathCell('=HYPERLINK("x").png')).toBe('./=HYPERLINK("x").png');
  expect(pathCell("-a.png")).toBe("./-a.png");
  expect(pathCell("a=b.png")).toBe("a=b.png");
  expect(["=1+1", "@sum", "-2+3", "+", "-", "-1", "+1.5", "=", "a"].map(textCell)).toEqual([
    "'=1+1",
    "'@sum",
    "'-2+3",
    "+",
    "-",
    "-1",
    "+1.5",
    "=",
    "a",
  ]);
});
