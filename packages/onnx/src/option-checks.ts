/** What an option may be, in words and as a test. An option that is not given is always right. */
export interface Check {
  readonly expected: string;
  accepts(value: unknown): boolean;
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);

/** Of momentum and moving means. */
export const share: Check = {
  expected: "from 0 to below 1",
  accepts: (value) => isNumber(value) && value >= 0 && value < 1,
};
export const positive: Check = {
  expected: "above 0",
  accepts: (value) => isNumber(value) && value > 0,
};
export const notNegative: Check = {
  expected: "0 or more",
  accepts: (value) => isNumber(value) && value >= 0,
};
export const count: Check = {
  expected: "a positive integer",
  accepts: (value) => Number.isInteger(value) && (value as number) > 0,
};
export const flag: Check = {
  expected: "true or false",
  accepts: (value) => typeof value === "boolean",
};
export const texts: Check = {
  expected: "a list of texts",
  accepts: (value) => Array.isArray(value) && value.every((text) => typeof text === "string"),
};
export const notNegatives: Check = {
  expected: "a list of numbers of 0 or more",
  accepts: (value) => Array.isArray(value) && value.every(notNegative.accepts),
};

/** One check for each option of a configuration; a new option fails the type check until it has one. */
export type Checks<Options> = { readonly [Name in keyof Options]-?: Check };

/** What is wrong with a configuration: a sentence for each option that is unknown or has a wrong value. */
export function optionProblems(
  name: string,
  options: object,
  checks: Readonly<Record<string, Check>>,
): string[] {
  return Object.entries(options).flatMap(([option, value]) => {
    const check = checks[option];
    if (!check) {
      return [`${name} has no option "${option}"; its options are ${Object.keys(checks).join(", ")}`];
    }
    if (value === undefined || check.accepts(value)) return [];
    return [`expected ${name}.${option} to be ${check.expected}, received ${inWords(value)}`];
  });
}

const inWords = (value: unknown): string =>
  typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
