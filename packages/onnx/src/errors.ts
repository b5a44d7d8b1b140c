export interface UnsupportedPart {
  /** The layer's name, or "loss" or "optimizer". */
  readonly layer: string;
  readonly className: string;
  readonly reason: string;
}

/** The model holds something that cannot be compiled. `problems` lists all of it, not the first alone. */
export class UnsupportedModelError extends Error {
  override readonly name = "UnsupportedModelError";

  constructor(readonly problems: readonly UnsupportedPart[]) {
    const lines = problems.map(
      ({ layer, className, reason }) => `layer "${layer}" (${className}): ${reason}`,
    );
    super(
      `[imgcls/onnx] Cannot compile the model: ${lines.join("; ")}. ` +
        'Change what is named here, or train with the "tfjs" engine.',
    );
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
