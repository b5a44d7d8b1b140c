import { describe, expect, it } from "vitest";
import { printableJson, printableName, printableText } from "./printable.js";

const hostile = "a\u001b[31m\u009b2J\u202egnp.exe\n\r\t\u2028\u0000\u007fé😀\\";

describe("printable", () => {
  it("escapes what a terminal obeys, on one line", () => {
    expect(printableName(hostile)).toBe("a\\x1b[31m\\x9b2J\\u202egnp.exe\\n\\r\\t\\u2028\\x00\\x7fé😀\\");
  });

  it("leaves the lines of a message", () => {
    expect(printableText("one\ntwo\r\u001b[2K")).toBe("one\ntwo\\r\\x1b[2K");
  });

  it("gives JSON of the same value, without those characters", () => {
    const json = printableJson({ [hostile]: [hostile] });
    expect(JSON.parse(json)).toEqual({ [hostile]: [hostile] });
    expect(json).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
  });
});
