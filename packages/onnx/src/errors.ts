export interface UnsupportedPart {
  /** The layer's name, or the model's. */
  readonly layer: string;
  /** "Model" where the problem is the model's form. */
  readonly className: string;
  readonly reason: string;
}

const inWords = ({ layer, className, reason }: UnsupportedPart): string =>
  className === "Model" ? `model "${layer}": ${reason}` : `layer "${layer}" (${className}): ${reason}`;

/**
 * The model holds something that cannot be compiled. `problems` lists all of it, not only the first.
 * `isBeyondAnyEngine`: some of it is no matter of the compiler, nothing could train or run such a model.
 */
export class UnsupportedModelError extends Error {
  override readonly name = "UnsupportedModelError";

  constructor(
    readonly problems: readonly UnsupportedPart[],
    readonly isBeyondAnyEngine = false,
  ) {
    const advice = isBeyondAnyEngine ? "" : ', or train with the "tfjs" engine';
    super(
      `[imgcls/onnx] Cannot compile the model: ${problems.map(inWords).join("; ")}. ` +
        `Change what is named here${advice}.`,
    );
  }
}

/** Options that a function does not know, that are missing, or that have wrong values: `problems` lists all of them. */
export class CompilerOptionsError extends Error {
  override readonly name = "CompilerOptionsError";

  constructor(
    owner: string,
    readonly problems: readonly string[],
  ) {
    super(`[imgcls/onnx] ${owner}: ${problems.join("; ")}.`);
  }
}

/** A graph that breaks ONNX's rules: an error of the compiler, found before a runtime sees the graph. */
export class InvalidGraphError extends Error {
  override readonly name = "InvalidGraphError";

  constructor(readonly problems: readonly string[]) {
    super(
      `[imgcls/onnx] The compiler built an invalid graph: ${problems.join("; ")}. Please report this model.`,
    );
  }
}
