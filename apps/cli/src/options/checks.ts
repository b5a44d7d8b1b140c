/** Pieces of the schemas in schemas.ts, and how their problems become one message. */
import { unknownName } from "@imgcls/checks";
import { z } from "zod";
import { UsageError } from "../errors.js";
import { datasetIds, isPlace, placeForms } from "../known-ids.js";

const number = (expected: string, accepts: (value: number) => boolean) =>
  z.string().transform((text, context) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (accepts(value)) return value;
    context.issues.push({ code: "custom", input: text, message: `expected ${expected}, received "${text}"` });
    return z.NEVER;
  });

export const wholeNumberFrom = (least: number) =>
  number(`a whole number from ${least}`, (value) => Number.isSafeInteger(value) && value >= least);

const LARGEST_SEED = 2 ** 32 - 1;
export const seed = number(
  `a whole number from 0 to ${LARGEST_SEED}`,
  (value) => Number.isInteger(value) && value >= 0 && value <= LARGEST_SEED,
);

export const positive = number("a number above 0", (value) => Number.isFinite(value) && value > 0);

/** A name out of a list; another one is refused with the nearest of the list. */
export const nameOf = <const Names extends readonly string[]>(
  kind: string,
  names: Names,
  hint: (name: string) => string | undefined = () => undefined,
) =>
  z.custom<Names[number]>((value) => names.includes(value as string), {
    error: ({ input }) => hint(String(input)) ?? unknownName(kind, String(input), names),
  });

/** The id of a known data set, or of one that says where it is. */
export const datasetName = z.custom<string>(
  (value) => datasetIds.includes(value as string) || isPlace(String(value)),
  { error: ({ input }) => unknownName("data set", String(input), [...datasetIds, ...placeForms]) },
);

/** `64` or `48x64`, height first. */
export const imageSize = z.string().transform((text, context): readonly [height: number, width: number] => {
  const [height, width = height, ...more] = text.split(/[x×]/).map(Number);
  const isSide = (side: number | undefined): side is number => Number.isSafeInteger(side) && side! > 0;
  if (isSide(height) && isSide(width) && more.length === 0) return [height, width];
  context.issues.push({
    code: "custom",
    input: text,
    message: `expected a size such as 64 or 48x64 (height first), received "${text}"`,
  });
  return z.NEVER;
});

export const path = z.string().min(1, "expected a path, received nothing");

const flagOf = (key: PropertyKey): string =>
  `--${String(key).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

export type Typed = Readonly<Record<string, unknown>>;

/** @throws UsageError with everything that is wrong */
export function parseOptions<Schema extends z.ZodObject>(
  command: string,
  schema: Schema,
  typed: Typed,
  contradictions: (typed: Typed) => readonly string[] = () => [],
): z.infer<Schema> {
  const parsed = schema.safeParse(typed);
  const problems = [
    ...(parsed.error?.issues.map(({ path: [key], message }) => `${flagOf(key!)}: ${message}`) ?? []),
    ...contradictions(typed),
  ];
  if (!parsed.success || problems.length > 0) throw new UsageError(problems, command);
  return parsed.data;
}
