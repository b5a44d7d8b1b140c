// onnxruntime-web is an optional peer with the same surface as onnxruntime-node; it need not be installed
// to compile this package.
declare module "onnxruntime-web" {
  export * from "onnxruntime-node";
}
