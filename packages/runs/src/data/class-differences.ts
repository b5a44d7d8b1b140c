import { firstOf } from "@imgcls/checks";

const NAMED_AT_MOST = 10;

/** In what the classes of images differ from a model's: a sentence each for missing, new and reordered ones. */
export function classDifferences(expected: readonly string[], found: readonly string[]): string[] {
  const missing = expected.filter((name) => !found.includes(name));
  const added = found.filter((name) => !expected.includes(name));
  const moved = expected.findIndex((name, index) => found[index] !== name);
  return [
    ...(missing.length > 0 ? [`${inWords(missing)} of the model ${isOrAre(missing)} missing`] : []),
    ...(added.length > 0 ? [`${inWords(added)} ${isOrAre(added)} new`] : []),
    ...(missing.length + added.length === 0 && moved >= 0
      ? [`the classes are in another order from ${inWords([expected[moved]!])} on`]
      : []),
  ];
}

const isOrAre = (names: readonly string[]): string => (names.length === 1 ? "is" : "are");

function inWords(names: readonly string[]): string {
  const quoted = names.map((name) => JSON.stringify(name));
  return `the ${names.length === 1 ? "class" : "classes"} ${firstOf(quoted, NAMED_AT_MOST)}`;
}
