import { describedProblems, type Options, type OptionTable, withDefaults } from "@imgcls/checks";
import { requireNone } from "../training-plan.js";

/** With every option that has a default. `Open` are those that have none and may be left out. */
export type Complete<Config, Open extends keyof Config = never> = Config & Required<Omit<Config, Open>>;

/** What is wrong with options that are each right, but not together. */
export type Contradictions<Config> = (owner: string, config: Config) => string[];

/** What is missing, unknown or wrong among the options of a callback; where nothing is, the contradictions. */
export function callbackOptionProblems<Config extends object>(
  owner: string,
  given: object,
  options: OptionTable,
  contradictions: Contradictions<Config> = () => [],
): string[] {
  const problems = describedProblems(owner, given, options);
  return problems.length > 0 ? problems : contradictions(owner, withDefaults(given, options));
}

/**
 * The options of a callback, with the defaults of their descriptions.
 *
 * @throws TrainingOptionsError with every option that is unknown, wrong or missing, or all contradictions
 */
export function completeOptions<Config extends object, Open extends keyof Config = never>(
  owner: string,
  given: Config,
  options: Options<Config>,
  contradictions?: Contradictions<Complete<Config, Open>>,
): Complete<Config, Open> {
  requireNone(callbackOptionProblems(owner, given, options, contradictions), owner);
  return withDefaults(given, options);
}
