import { firstOf } from "@imgcls/checks";

/** No preset has this name. `suggestion` is the nearest known name, when one is near. */
export class UnknownPresetError extends Error {
  override readonly name = "UnknownPresetError";

  constructor(
    readonly preset: string,
    readonly known: readonly string[],
    readonly suggestion: string | undefined,
  ) {
    const advice = suggestion === undefined ? "Use a name of the list." : `Did you mean "${suggestion}"?`;
    super(
      `[imgcls/architectures] Preset: expected one of ${known.join(", ")}, received "${preset}". ${advice}`,
    );
  }
}

/** No weights have this id. `suggestion` is the nearest known id, when one is near. */
export class UnknownWeightsError extends Error {
  override readonly name = "UnknownWeightsError";

  constructor(
    readonly id: string,
    readonly known: readonly string[],
    readonly suggestion: string | undefined,
  ) {
    const advice = suggestion === undefined ? "Use an id of the list." : `Did you mean "${suggestion}"?`;
    super(`[imgcls/architectures] Weights: expected one of ${known.join(", ")}, received "${id}". ${advice}`);
  }
}

/** A model cannot be built for the requested input or classes. `problems` lists all of what is wrong. */
export class BuildModelError extends Error {
  override readonly name = "BuildModelError";

  constructor(
    readonly preset: string,
    readonly problems: readonly string[],
  ) {
    super(`[imgcls/architectures] ${preset}: ${problems.join("; ")}.`);
  }
}

/** Options that a function does not have, or with values that they cannot have. `problems` lists all of them. */
export class ArchitectureOptionsError extends Error {
  override readonly name = "ArchitectureOptionsError";

  constructor(readonly problems: readonly string[]) {
    super(`[imgcls/architectures] ${problems.join("; ")}.`);
  }
}

const LISTED_PROBLEMS = 10;

/**
 * A file of weights is damaged, or is not of this model. `problems` lists all of what is wrong: which tensor, the
 * expected and the found shape.
 */
export class WeightsError extends Error {
  override readonly name = "WeightsError";

  constructor(
    /** The model or file. */
    readonly subject: string,
    readonly problems: readonly string[],
  ) {
    super(`[imgcls/architectures] weights of ${subject}: ${firstOf(problems, LISTED_PROBLEMS, "; ")}.`);
  }
}
