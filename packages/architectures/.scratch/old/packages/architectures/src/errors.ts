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
