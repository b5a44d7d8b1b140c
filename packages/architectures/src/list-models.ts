import { type Check, type Checks, text, texts } from "@imgcls/checks";
import { checkOptions } from "./option-checks.js";
import type { Preset } from "./preset.js";
import { type PresetName, presets } from "./presets/index.js";

type OneOrMore<T> = T | readonly T[];

export interface ModelFilter {
  /** Names, in which `*` stands for any characters and `?` for one: "resnet*", ["vgg??", "*-bn"]. */
  readonly name?: OneOrMore<string>;
  /** "resnet", "vgg", …: those of the list. */
  readonly family?: OneOrMore<string>;
  /** The data set that the architecture was made for: "imagenet", "cifar10", "mnist", … */
  readonly dataset?: OneOrMore<string>;
}

const names: Check = {
  expected: "a text or a list of texts",
  accepts: (value) => text.accepts(value) || texts.accepts(value),
};
const CHECKS: Checks<ModelFilter> = { name: names, family: names, dataset: names };

/** Names of the registered architectures, in the order of the registry; all of them without a filter. */
export function listModels(filter: OneOrMore<string> | ModelFilter = {}): PresetName[] {
  if (!isNames(filter)) checkOptions("listModels", filter, CHECKS);
  const { name, family, dataset } = isNames(filter) ? { name: filter } : filter;
  const patterns = name === undefined ? undefined : listOf(name).map(wildcard);
  const fits = (preset: Preset): boolean =>
    (patterns?.some((pattern) => pattern.test(preset.name)) ?? true) &&
    (family === undefined || listOf(family).includes(preset.family)) &&
    (dataset === undefined || listOf(dataset).includes(preset.dataset));
  return (Object.keys(presets) as PresetName[]).filter((each) => fits(presets[each]));
}

const isNames = (filter: OneOrMore<string> | ModelFilter): filter is OneOrMore<string> =>
  typeof filter === "string" || Array.isArray(filter);

const listOf = <T>(values: OneOrMore<T>): readonly T[] =>
  Array.isArray(values) ? (values as readonly T[]) : [values as T];

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");
}
