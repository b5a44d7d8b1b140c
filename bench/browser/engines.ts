import type { Case, Measurement } from "../cases.ts";

/** What is measured in the page, and what its column is called. */
export const BROWSER_ENGINES = {
  onnx: "compiled step",
  "onnx-fit": "compiled step, fit with live charts",
  wasm: "TensorFlow.js wasm",
  "wasm-transposed": "TensorFlow.js wasm, transpose first",
  webgl: "TensorFlow.js webgl",
  webgpu: "TensorFlow.js webgpu",
} as const;

export type BrowserEngine = keyof typeof BROWSER_ENGINES;

export interface MeasureRequest {
  readonly engine: BrowserEngine;
  readonly benchCase: Case;
  readonly threads: number;
  readonly steps: number;
  /** After this time no new step is begun. */
  readonly seconds: number;
}

/** `fit` trains for one epoch to warm up, and one to measure. */
export const FIT_EPOCHS = 2;

export type MeasureAnswer = Measurement | { readonly error: string };
