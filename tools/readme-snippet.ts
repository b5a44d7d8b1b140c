/** The first code block of a README, as a program. */
export function firstSnippet(readme: string): string {
  const match = /^```(?:ts|js|typescript|javascript)\n([\s\S]*?)^```/m.exec(readme);
  if (!match?.[1]) throw new Error("the README has no code block");
  return match[1];
}

/** The same program for CommonJS: imports become `require`, top-level awaits move into a function. */
export function asCommonJs(program: string): string {
  const requires: string[] = [];
  const body = program.replace(
    /^import\s+(?:\*\s+as\s+(\w+)|(\{[^}]*\}))\s+from\s+("[^"]+");?\n/gm,
    (_, namespace: string | undefined, names: string | undefined, source: string) => {
      const target = namespace ?? names?.replaceAll(/(\w+)\s+as\s+(\w+)/g, "$1: $2");
      requires.push(`const ${target} = require(${source});`);
      return "";
    },
  );
  if (/^import\s/m.test(body)) throw new Error(`an import is not understood:\n${body}`);
  return `${requires.join("\n")}\n(async () => {\n${body}\n})().catch((error) => {\n  console.error(error);\n  process.exit(1);\n});\n`;
}
