import { fits } from "./assign-weights.js";
import type { StoredTensors } from "./stored-tensor.js";

export interface NamedShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * The tensors of a file under the names that a network's have here: without what all of them begin with; or, when no name
 * agrees, one after the other, if they agree in number, kinds and shapes. Else as they are.
 */
export function namedAs(
  expected: readonly NamedShape[],
  tensors: StoredTensors,
  isIgnored: (name: string) => boolean,
): StoredTensors {
  if (expected.some(({ name }) => tensors.has(name))) return tensors;
  return withoutPrefix(expected, tensors) ?? inOrder(expected, tensors, isIgnored) ?? tensors;
}

function withoutPrefix([first]: readonly NamedShape[], tensors: StoredTensors): StoredTensors | undefined {
  const found = [...tensors.keys()].find((name) => name.endsWith(`.${first?.name}`));
  if (first === undefined || found === undefined) return undefined;
  const prefix = found.slice(0, -first.name.length);
  if (![...tensors.keys()].every((name) => name.startsWith(prefix))) return undefined;
  return new Map([...tensors].map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

function inOrder(
  expected: readonly NamedShape[],
  tensors: StoredTensors,
  isIgnored: (name: string) => boolean,
): StoredTensors | undefined {
  const found = [...tensors].filter(([name]) => !isIgnored(name));
  const agree =
    found.length === expected.length &&
    found.every(
      ([name, { shape }], at) =>
        kindOf(name) === kindOf(expected[at]!.name) && fits(shape, expected[at]!.shape),
    );
  return agree ? new Map(found.map(([, tensor], at) => [expected[at]!.name, tensor])) : undefined;
}

/** "weight", "running_mean", … */
const kindOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
