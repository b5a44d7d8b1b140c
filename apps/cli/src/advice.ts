/** Commands that a message advises: what is printed works when it is pasted into a shell. */

/** By option: `dataDir` is `--data-dir`. `true` is a flag; `undefined` and `false` are left out. */
export type AdvisedOptions = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * `imgcls evaluate 'my runs/a' --data-dir photos`: every message that names a command makes it here, so that a test can
 * hold that they all parse.
 *
 * @param words the command and its arguments
 */
export function advisedCommand(words: readonly string[], options: AdvisedOptions = {}): string {
  const flags = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    const flag = flagOf(name);
    if (value === true) return [flag];
    // A value that looks like an option must not be an argument of its own.
    return String(value).startsWith("-") ? [quoted(`${flag}=${value}`)] : [flag, quoted(String(value))];
  });
  const named = words.map((word) => quoted(word.startsWith("-") ? `./${word}` : word));
  return [programName(), ...named, ...flags].join(" ");
}

/** `dataDir` → `--data-dir`. */
export const flagOf = (option: string): string =>
  `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** As it was started: through npx, and by a clone's `npm run demo`, the program is not on the path. */
function programName(): string {
  const { npm_command, npm_lifecycle_event } = process.env;
  return npm_command === "exec" || npm_lifecycle_event === "demo" ? "npx @imgcls/cli" : "imgcls";
}

const PLAIN = /^[\w@%+=:,./-]+$/;
const PLAIN_ON_WINDOWS = /^[\w@+=:,./\\-]+$/;
const UNPRINTABLE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

/** One word of a command line, for a POSIX shell or for Windows's own. */
export function quoted(word: string, platform: string = process.platform): string {
  if (platform === "win32") return PLAIN_ON_WINDOWS.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
  if (PLAIN.test(word)) return word;
  // Bash, Zsh and POSIX 2024 read escapes here; the terminal must not get such a character itself.
  if (UNPRINTABLE.test(word)) return `$'${[...word].map(escapedCharacter).join("")}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function escapedCharacter(character: string): string {
  if (character === "'" || character === "\\") return `\\${character}`;
  if (!UNPRINTABLE.test(character)) return character;
  // Octal, always three digits: what follows can never belong to it.
  return [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
