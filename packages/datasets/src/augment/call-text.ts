/**
 * Calls as in Python: `Name`, `Name(1, (2, 3), key="text")`, separated by commas. Values are numbers, strings,
 * True, False, None, tuples, lists, and names with dots, of which the last part counts (`Policy.CIFAR10`).
 */
import { AugmentationError } from "../errors.js";

export interface Call {
  readonly name: string;
  readonly positional: readonly unknown[];
  readonly named: readonly (readonly [name: string, value: unknown])[];
}

/** @throws AugmentationError where the text breaks off or goes wrong */
export function readCalls(text: string): Call[] {
  const tokens = tokensOf(text);
  const calls: Call[] = [];
  while (tokens.peek() !== undefined) {
    calls.push(readCall(tokens));
    if (tokens.peek() !== undefined) tokens.take(",");
  }
  return calls;
}

interface Tokens {
  peek(): string | undefined;
  next(): string;
  /** The next token if it is this one, else an error. */
  take(expected: string): void;
  fail(expected: string): never;
}

const TOKEN = /\s*([A-Za-z_][\w.]*|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|"[^"]*"|'[^']*'|[(),=[\]])/y;

function tokensOf(text: string): Tokens {
  let at = 0;
  function match(): { readonly token: string; readonly end: number } | undefined {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    return found === null ? undefined : { token: found[1]!, end: TOKEN.lastIndex };
  }
  function fail(expected: string): never {
    const rest = text.slice(at).trim();
    const received =
      rest === ""
        ? "the end of the text"
        : `"${rest.slice(0, 20)}" at position ${text.length - text.slice(at).trimStart().length}`;
    throw new AugmentationError([`expected ${expected}, received ${received}`]);
  }
  const atEnd = () => text.slice(at).trim() === "";
  return {
    peek: () => (atEnd() ? undefined : (match()?.token ?? fail("a name, a number or a string"))),
    next() {
      const found = match() ?? fail("a name, a number or a string");
      at = found.end;
      return found.token;
    },
    take(expected) {
      const found = match();
      if (found?.token !== expected) fail(`"${expected}"`);
      at = found.end;
    },
    fail,
  };
}

const isName = (token: string | undefined): boolean => token !== undefined && /^[A-Za-z_]/.test(token);

function readCall(tokens: Tokens): Call {
  if (!isName(tokens.peek())) tokens.fail('an augmentation such as "RandomCrop(padding=4)"');
  const name = lastPart(tokens.next());
  const positional: unknown[] = [];
  const named: (readonly [name: string, value: unknown])[] = [];
  if (tokens.peek() !== "(") return { name, positional, named };
  tokens.take("(");
  readList(tokens, ")", () => {
    const wasName = isName(tokens.peek());
    const text = wasName ? tokens.next() : undefined;
    if (text !== undefined && tokens.peek() === "=") {
      tokens.take("=");
      named.push([text, readValue(tokens)]);
    } else {
      positional.push(text === undefined ? readValue(tokens) : wordValue(text));
    }
  });
  return { name, positional, named };
}

/** Items with commas between them, and perhaps one at the end, up to the closing bracket. */
function readList(tokens: Tokens, close: ")" | "]", readItem: () => void): void {
  while (tokens.peek() !== close) {
    readItem();
    if (tokens.peek() !== close) tokens.take(",");
  }
  tokens.take(close);
}

function readValue(tokens: Tokens): unknown {
  const token = tokens.peek();
  if (token === "(" || token === "[") {
    tokens.take(token);
    const values: unknown[] = [];
    readList(tokens, token === "(" ? ")" : "]", () => values.push(readValue(tokens)));
    return values;
  }
  if (token === undefined || [")", "]", ",", "="].includes(token)) tokens.fail("a value");
  const text = tokens.next();
  if (isName(text)) return wordValue(text);
  return /^["']/.test(text) ? text.slice(1, -1) : Number(text);
}

const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, none: null, null: null };

function wordValue(text: string): unknown {
  const word = text.toLowerCase();
  return Object.hasOwn(WORDS, word) ? WORDS[word] : lastPart(text);
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
