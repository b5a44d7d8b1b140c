export default {
  mode: "production",
  entry: "./main.js",
  output: { path: `${import.meta.dirname}/public` },
  // onnxruntime-web asks for these in Node only.
  resolve: { fallback: { module: false, worker_threads: false } },
};
