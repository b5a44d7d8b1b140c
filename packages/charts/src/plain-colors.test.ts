import { expect, it } from "vitest";
import { palette } from "./palette.js";
import { plainColors } from "./plain-colors.js";
import { element, svgDocument, text } from "./svg.js";

it("writes the light colours where the variables were, on white", () => {
  const svg = svgDocument({ width: 9, height: 9 }, [
    element("path", { stroke: palette.train }),
    text(1, 2, 'fill="var(--chart-ink)"'),
  ]);
  const plain = plainColors(svg);
  expect(plain).toContain('<path stroke="#2b6cb0"/>');
  expect(plain).toContain('<rect width="100%" height="100%" fill="#fff"/>');
  expect(plain).not.toContain("<style>");
  // What looks like a colour in a name stays a name.
  expect(plain).toContain(">fill=&quot;var(--chart-ink)&quot;</text>");
});

it("leaves what has no variables as it is", () => {
  expect(plainColors("<svg></svg>")).toBe("<svg></svg>");
});
