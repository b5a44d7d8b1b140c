/** Pieces of the schemas beside this file, and how their problems become one message. */
import { type Check, unknownName } from "@imgcls/checks";
import { imageSize as imageSizeField, isOnnxPath, isPlaceId, PLACE_FORMS } from "@imgcls/runs/fields";
import * as z from "zod";
import { flagOf } from "../advice.js";
import { UsageError } from "../errors.js";
import { architectureIds, datasetIds } from "../known-ids.js";

/** What a recipe's number may be, as text. */
export const numberOf = ({ expected, accepts }: Check) =>
  z.string().transform((text, context) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (accepts(value)) return value;
    context.issues.push({ code: "custom", input: text, message: `expected ${expected}, received "${text}"` });
    return z.NEVER;
  });

/** @param why completes "… to 65536, because" */
export const wholeNumber = (least: number, greatest: number, why: string) =>
  numberOf({
    expected: `a whole number from ${least} to ${greatest} (${why})`,
    accepts: (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= greatest,
  });

/** A name out of a list; another one is refused with the nearest of the list. */
export const nameOf = <const Names extends readonly string[]>(
  kind: string,
  names: Names,
  hint: (name: string) => string | undefined = () => undefined,
) =>
  z.custom<Names[number]>((value) => names.includes(value as string), {
    error: ({ input }) => hint(String(input)) ?? unknownName(kind, String(input), names),
  });

/** An architecture, or a network of one's own as an ONNX file. */
export const baseName = z.custom<string>(
  (value) => architectureIds.includes(value as string) || isOnnxPath(String(value)),
  {
    error: ({ input }) =>
      unknownName("architecture (or ONNX file, NAME.onnx)", String(input), architectureIds),
  },
);

/** The id of a known data set, or of one that says where it is. */
export const datasetName = z.custom<string>(
  (value) => datasetIds.includes(value as string) || isPlaceId(String(value)),
  { error: ({ input }) => unknownName("data set", String(input), [...datasetIds, ...PLACE_FORMS]) },
);

/** `64` or `48x64`, height first. */
export const imageSize = z.string().transform((text, context): readonly [height: number, width: number] => {
  const [height, width = height, ...more] = text.split(/[x×]/).map(Number);
  const size = [height!, width!, ...more] as const;
  if (imageSizeField.accepts(size)) return [size[0], size[1]];
  context.issues.push({
    code: "custom",
    input: text,
    message: `expected a size such as 64 or 48x64, ${imageSizeField.expected}, received "${text}"`,
  });
  return z.NEVER;
});

export const path = z.string().min(1, "expected a path, received nothing");

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
    ...(parsed.error?.issues.map(({ path: [key], message }) => `${flagOf(String(key))}: ${message}`) ?? []),
    ...contradictions(typed),
  ];
  if (!parsed.success || problems.length > 0) throw new UsageError(problems, command);
  return parsed.data;
}
