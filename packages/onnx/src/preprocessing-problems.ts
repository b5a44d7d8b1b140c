import { type Check, type Checks, missingProblems, object, optionProblems } from "@imgcls/checks";
import type { Preprocessing } from "./types.js";

const isNumber = (value: unknown): value is number => Number.isFinite(value);

const numbers = (channels: number | undefined, each: string, isRight: (value: number) => boolean): Check => ({
  expected: `a list of ${channels === undefined ? each : `${channels} ${each}, one a channel`}`,
  accepts: (value) =>
    Array.isArray(value) &&
    (channels === undefined || value.length === channels) &&
    value.every((element) => isNumber(element) && isRight(element)),
});

const checksFor = (channels: number | undefined): Checks<Preprocessing> => ({
  scale: { expected: "a number other than 0", accepts: (value) => isNumber(value) && value !== 0 },
  mean: numbers(channels, "numbers", () => true),
  std: numbers(channels, "numbers above 0", (value) => value > 0),
});

/**
 * What is wrong with a pre-processing: a list of sentences, empty when all is well.
 *
 * @param channels of the images; not compared where it is left out
 */
export function preprocessingProblems(preprocessing: Preprocessing, channels?: number): string[] {
  const checks = checksFor(channels);
  const expected = "expected preprocessing to be { scale, mean?, std? }";
  if (preprocessing === undefined) return [`${expected}, received nothing`];
  if (!object.accepts(preprocessing)) return [`${expected}, received ${JSON.stringify(preprocessing)}`];
  return [
    ...optionProblems("preprocessing", preprocessing, checks),
    ...missingProblems("preprocessing", preprocessing, checks, ["scale"]),
  ];
}
