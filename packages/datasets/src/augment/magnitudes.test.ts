import { expect, it } from "vitest";
import golden from "../../test/golden/augment.json" with { type: "json" };
import { policies } from "./auto-augment-policies.js";
import { type MagnitudeTable, usualMagnitudes, wideMagnitudes } from "./magnitudes.js";

type Reference = Readonly<
  Record<string, { readonly amounts: number | readonly number[]; readonly signed: boolean }>
>;

const tables: Readonly<Record<keyof typeof golden.magnitudes, MagnitudeTable>> = {
  RandAugment: usualMagnitudes([28, 40, 3], 31),
  AutoAugment: usualMagnitudes([32, 32, 3], 10),
  TrivialAugmentWide: wideMagnitudes(31),
};

it.each(Object.entries(tables))("has torchvision's magnitudes for %s", (name, table) => {
  const reference = golden.magnitudes[name as keyof typeof tables] as Reference;
  // AutoAugment's list has Invert and no Identity, which has no amount either.
  const names = Object.keys(reference).filter((operation) => operation !== "Invert");
  expect(
    Object.keys(table)
      .filter((operation) => operation !== "Identity")
      .sort(),
  ).toEqual(names.filter((operation) => operation !== "Identity").sort());
  for (const operation of names) {
    const { amounts, signed } = table[operation as keyof MagnitudeTable]!;
    const expected = reference[operation]!;
    expect(signed).toBe(expected.signed);
    if (typeof expected.amounts === "number") {
      expect(amounts).toBeUndefined();
      continue;
    }
    const last = expected.amounts.at(-1)!;
    for (const [i, amount] of amounts!.entries()) {
      expect(Math.abs(amount - expected.amounts[i]!)).toBeLessThanOrEqual(1e-6 * Math.max(1, last, amount));
      // Shifts are cut off to whole pixels; on some machines torch has 15.999999 for 16.
      expect(Math.trunc(amount)).toBe(Math.trunc(expected.amounts[i]! + 1e-5));
    }
  }
});

it("has AutoAugment's policies", () => {
  const asPairs = Object.entries(policies).map(([name, policy]) => [
    name,
    policy.map((pair) =>
      pair.map(({ name, probability, magnitude }) => [name, probability, magnitude ?? null]),
    ),
  ]);
  expect(Object.fromEntries(asPairs)).toEqual(golden.policies);
});
