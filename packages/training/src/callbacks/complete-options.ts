import { describedProblems, type Options, withDefaults } from "@imgcls/checks";
import { requireNone } from "../training-plan.js";

/** With every option that has a default. `Open` are those that have none and may be left out. */
export type Complete<Config, Open extends keyof Config = never> = Config & Required<Omit<Config, Open>>;

/**
 * The options of a callback, with the defaults of their descriptions.
 *
 * @throws TrainingOptionsError with every option that is unknown, wrong or missing
 */
export function completeOptions<Config extends object, Open extends keyof Config = never>(
  owner: string,
  given: Config,
  options: Options<Config>,
): Complete<Config, Open> {
  requireNone(describedProblems(owner, given, options), owner);
  return withDefaults(given, options);
}
