// The package exports this file without types.
declare module "onnxruntime-web/ort-wasm-simd-threaded.mjs" {
  const createModule: (options: object) => Promise<unknown>;
  export default createModule;
}
