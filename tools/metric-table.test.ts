import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { METRICS, type Metric } from "@imgcls/evaluation";
import { expect, it } from "vitest";

it("the README of evaluation lists every metric as the table has it", async () => {
  const readme = await readFile(join(import.meta.dirname, "../packages/evaluation/README.md"), "utf8");
  const rows = Object.entries<Metric>(METRICS).map(([name, { title, better, needs, ofTally }]) => {
    const from = needs === "labels" ? "classes" : "probabilities";
    return `| \`${name}\` | ${title} | ${better} | ${from} | ${ofTally ? "yes" : "no"} |`;
  });
  const head = "| name | metric | better | needs | batch by batch |\n| --- | --- | --- | --- | --- |";
  expect(readme).toContain(`${head}\n${rows.join("\n")}\n`);
});
