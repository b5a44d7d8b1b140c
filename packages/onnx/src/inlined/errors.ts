/** An ONNX file that is damaged, or is not what it has to be. `problems` lists all of what is wrong. */
export class OnnxFileError extends Error {
  override readonly name = "OnnxFileError";

  constructor(
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`[imgcls/onnx] ONNX file: ${problems.join("; ")}.`, options);
  }
}
