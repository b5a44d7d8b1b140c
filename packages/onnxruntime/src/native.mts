// The libraries as npm has installed them in this repository; scripts/copy-libraries.mts makes the package's own.
export * from "onnxruntime-node";
