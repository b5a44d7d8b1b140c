import { expect, it } from "vitest";
import schema from "../../../docs/report.schema.json" with { type: "json" };
import { evaluate, reportData } from "../src/index.js";
import { digits, fakeHistory, fakePredictions } from "./fixtures.js";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

const typeOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

/** Of the words that the schema uses. */
function problems(value: unknown, at: Schema, path: string): string[] {
  if (at.$ref !== undefined) {
    const name = at.$ref.slice("#/$defs/".length);
    return problems(value, (schema.$defs as Record<string, Schema>)[name]!, path);
  }
  if ("const" in at) return value === at.const ? [] : [`${path} is ${value}`];
  if (at.enum !== undefined) return at.enum.includes(value) ? [] : [`${path} is ${value}`];
  const types = [at.type ?? []].flat();
  const isType = types.includes(typeOf(value)) || (types.includes("integer") && Number.isInteger(value));
  if (!isType) return [`${path} is of type ${typeOf(value)}, not ${types}`];
  if (typeof value === "number" && (value < (at.minimum ?? value) || value > (at.maximum ?? value))) {
    return [`${path} is ${value}`];
  }
  if (Array.isArray(value)) return value.flatMap((item, i) => problems(item, at.items!, `${path}[${i}]`));
  if (typeof value !== "object" || value === null) return [];
  return [
    ...(at.required ?? []).filter((name) => !(name in value)).map((name) => `${path}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const own = at.properties?.[name] ?? at.additionalProperties;
      return typeof own === "object"
        ? problems(inner, own, `${path}.${name}`)
        : own === false
          ? [`${path}.${name} is not described`]
          : [];
    }),
  ];
}

const samples = 200;
const predictions = fakePredictions(samples, digits, 3);
const input = {
  title: "t",
  facts: [{ label: "Parameters", value: 1 }],
  evaluation: evaluate(predictions),
  ...predictions,
};

it("describes report.json, with everything that may be in it and with as little as can be", () => {
  const least = reportData({ ...input, facts: [] });
  const most = reportData({
    ...input,
    subtitle: "s",
    generatedAt: "g",
    data: { shape: [8, 8, 1], parts: [{ name: "test", counts: digits.map(() => 20) }], copiedTestImages: 0 },
    history: fakeHistory(2),
    properties: [
      { name: "Brightness", ends: ["darkest", "brightest"], values: predictions.labels.map((_, i) => i) },
    ],
    baseline: { name: "b", probabilities: fakePredictions(samples, digits, 1).probabilities },
  });
  for (const data of [least, most]) {
    expect(problems(JSON.parse(JSON.stringify(data)), schema as Schema, "report")).toEqual([]);
  }
  const described = Object.keys(schema.properties).filter((name) => !(name in most));
  expect(described).toEqual([]);
  const wrong = { ...most, slices: [{ by: 1 }], more: 1 };
  expect(problems(wrong, schema as Schema, "report")).toEqual(
    expect.arrayContaining(["report.more is not described", "report.slices[0].name is missing"]),
  );
});
