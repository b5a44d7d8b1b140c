/// <reference path="./onnxruntime-web.d.ts" />
export { default } from "onnxruntime-web/ort-wasm-simd-threaded.mjs";
