import { expect, it } from "vitest";
import { browserBundle } from "./browser-bundle.ts";
import budgets from "./bundle-budgets.json" with { type: "json" };

const isOfNode = (id: string): boolean => /browser-external|^node:|\.node\.ts$|sharp/.test(id);

it.each(budgets)(
  "$code: at most $budgetKilobytes kB of gzip, nothing of Node",
  async ({ code, budgetKilobytes }) => {
    const { gzipBytes, modules, ownCode } = await browserBundle(code);
    expect(gzipBytes / 1000).toBeLessThan(budgetKilobytes);
    // A budget far above the truth holds nobody back.
    expect(gzipBytes / 1000).toBeGreaterThan(0.75 * budgetKilobytes);
    expect(modules.filter(isOfNode)).toEqual([]);
    expect(ownCode.match(/.*\b(Buffer|process|require|__dirname)\b[.([].*/g) ?? []).toEqual([]);
  },
);

it("sees Node modules in the way", async () => {
  const { modules } = await browserBundle(
    "import { readFileSync } from 'node:fs'; export const x = readFileSync;",
  );
  expect(modules.filter(isOfNode)).toHaveLength(1);
});
