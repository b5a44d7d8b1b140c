/**
 * Text for people. Names of files and classes may hold anything: a terminal obeys control characters (C0, and C1 such as
 * U+009B), reverses what follows a bidirectional override, and a newline looks like the end of a message.
 */
const INVISIBLE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

const escaped = (character: string): string => {
  const code = character.codePointAt(0)!;
  const named = { 9: "\\t", 10: "\\n", 13: "\\r" }[code];
  const hex = code.toString(16);
  return named ?? (code < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u${hex.padStart(4, "0")}`);
};

/** A name of a file or class in a message: on one line, with escapes such as `\n`, `\x1b` and `\u202e`. */
export const printableName = (name: string): string => name.replace(INVISIBLE, escaped);

/** The same for a whole message, whose own lines stay. */
export const printableText = (text: string): string =>
  text.replace(INVISIBLE, (character) => (character === "\n" ? character : escaped(character)));

/** JSON of the same value, without a character that a terminal obeys; JSON itself escapes C0 only. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    INVISIBLE,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, "0")}`,
  );
