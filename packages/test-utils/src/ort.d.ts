// The two runtimes have the same surface.
export * from "onnxruntime-node";
