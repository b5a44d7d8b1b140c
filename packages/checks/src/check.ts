/** What an option may be, in words and as a test. An option that is not given is always right. */
export interface Check {
  /** Completes "expected NAME to be …". */
  readonly expected: string;
  accepts(value: unknown): boolean;
  /** What a form or a table of options shows it as. */
  readonly kind?: "number" | "integer" | "flag" | "text" | "choice" | "list" | "object";
  /** Bounds of a number. `accepts` decides whether the bound itself is right. */
  readonly least?: number;
  readonly greatest?: number;
  /** All values of a choice. */
  readonly choices?: readonly Choice[];
}

export type Choice = string | number | boolean;

const isNumber = (value: unknown): value is number => Number.isFinite(value);

export const finite: Check = { expected: "a finite number", accepts: isNumber, kind: "number" };
/** Of momentum and moving means. */
export const share: Check = {
  expected: "from 0 to below 1",
  accepts: (value) => isNumber(value) && value >= 0 && value < 1,
  kind: "number",
  least: 0,
  greatest: 1,
};
export const positive: Check = {
  expected: "above 0",
  accepts: (value) => isNumber(value) && value > 0,
  kind: "number",
  least: 0,
};
export const notNegative: Check = {
  expected: "0 or more",
  accepts: (value) => isNumber(value) && value >= 0,
  kind: "number",
  least: 0,
};
export const count: Check = {
  expected: "a positive integer",
  accepts: (value) => Number.isSafeInteger(value) && (value as number) > 0,
  kind: "integer",
  least: 1,
};
export const wholeNumber: Check = {
  expected: "an integer of 0 or more",
  accepts: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  kind: "integer",
  least: 0,
};
export const integer: Check = { expected: "an integer", accepts: Number.isSafeInteger, kind: "integer" };
export const flag: Check = {
  expected: "true or false",
  accepts: (value) => typeof value === "boolean",
  kind: "flag",
};
export const text: Check = {
  expected: "a text",
  accepts: (value) => typeof value === "string",
  kind: "text",
};
export const texts: Check = {
  expected: "a list of texts",
  accepts: (value) => Array.isArray(value) && value.every(text.accepts),
  kind: "list",
};
export const notNegatives: Check = {
  expected: "a list of numbers of 0 or more",
  accepts: (value) => Array.isArray(value) && value.every(notNegative.accepts),
  kind: "list",
};
export const func: Check = { expected: "a function", accepts: (value) => typeof value === "function" };
export const array: Check = { expected: "a list", accepts: Array.isArray, kind: "list" };
export const object: Check = {
  expected: "an object",
  accepts: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  kind: "object",
};
/** For values that something else checks. */
export const anything: Check = { expected: "anything", accepts: () => true };

export const oneOf = (...choices: readonly Choice[]): Check => ({
  expected: choices.map((value) => JSON.stringify(value)).join(" or "),
  accepts: (value) => choices.includes(value as Choice),
  kind: "choice",
  choices,
});

/** Numbers from `least` to `greatest`, both included. */
export const within = (least: number, greatest: number): Check => ({
  expected: `a number from ${least} to ${greatest}`,
  accepts: (value) => isNumber(value) && value >= least && value <= greatest,
  kind: "number",
  least,
  greatest,
});
