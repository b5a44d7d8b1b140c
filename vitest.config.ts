import { existsSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defaultClientConditions } from "vite";
import { defineConfig } from "vitest/config";
import { CHROMIUM_ARGUMENTS, findChromium } from "./tools/find-chromium.ts";

/** Tests run on the sources: no build is needed, and none can be stale. */
const conditions = ["imgcls-source", "node", "default"];
const fromSource = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
};

/** What a page needs for SharedArrayBuffer, and so for WebAssembly threads. */
const ISOLATION_HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Files of a pretrained network beside the repository, when somebody has put them there; pages fetch them. */
const WEIGHTS = fileURLToPath(new URL("../shared/data/weights", import.meta.url));
const weightsFolder = existsSync(WEIGHTS) ? realpathSync(WEIGHTS) : "";

/**
 * Tests without Node in them run in the browser too, as they are. Left out is what only computes with numbers and plain
 * objects, such as metrics: Chromium has Node's own engine for that. The compiler's graphs are made of the same operators for
 * many layers, so a few stand for all in onnxruntime-web.
 */
const PORTABLE_TESTS = [
  "packages/architectures/src/**/*.test.ts",
  "packages/datasets/src/{batches,batches-in-workers,labeled-images,one-hot,random,split,to-tf-dataset}.test.ts",
  "packages/datasets/src/sets/*.test.ts",
  "packages/datasets/src/folder/class-folders.test.ts",
  "packages/datasets/src/formats/{cifar-binary,cifar-python,idx}.test.ts",
  "packages/datasets/src/images/{decode-parity,hostile-images,plain-formats,resize}.test.ts",
  "packages/datasets/src/sources/image-zip.test.ts",
  "packages/datasets/src/sources/synthetic-{digits,shapes}.test.ts",
  "packages/evaluation/{src/report,test}/**/*.test.ts",
  "packages/onnx/src/{compile-inspection,compile-training-step,export-onnx,functional-graphs}.test.ts",
  "packages/onnx/src/layers/{batch-normalization,conv2d,dense,depthwise-conv2d,grouped-conv2d,max-pooling2d}.test.ts",
  "packages/onnx/test/architectures/pytorch.test.ts",
  "packages/onnx/test/exported-models.test.ts",
  "packages/onnx/test/presets/mnist-cnn.test.ts",
  "packages/training/src/{batch-loss,checked-batches,fit,fit-options,learning-rate,loss-meter,predict-probabilities}.test.ts",
  "packages/training/src/{callbacks/*,tensorboard/*,engines/{choose-engine,onnx-inspector,random-bytes}}.test.ts",
];

/** Tests that leave nothing behind that another could notice, and share their processes: loading TensorFlow.js takes a second. */
const TESTS_TOGETHER = ["packages/{charts,evaluation,onnx,transfer}/{src,test}/**/*.test.ts"];
/** Those of which some change what a process has only once: TensorFlow.js's backend, how much memory is in use, other programs. */
const TESTS_APART = [
  "{apps/*,packages/{architectures,checks,datasets,runs,test-utils,training}}/{src,test}/**/*.test.ts",
  "tools/**/*.test.ts",
];
const OTHER_STAGES = "**/*.{long,slow,package,browser,e2e}.test.ts";

export default defineConfig({
  test: {
    projects: [
      {
        ...fromSource,
        test: {
          name: "unit",
          include: TESTS_TOGETHER,
          exclude: [OTHER_STAGES],
          pool: "forks",
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...fromSource,
        test: {
          name: "unit-apart",
          include: TESTS_APART,
          exclude: [OTHER_STAGES],
          globalSetup: "apps/cli/test/bundled-cli.ts",
          pool: "forks",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...fromSource,
        test: {
          // A quarter of a minute and more each: run before a change is merged, not on every save.
          name: "long",
          include: ["{packages,apps}/*/{src,test}/**/*.long.test.ts", "tools/**/*.long.test.ts"],
          globalSetup: "apps/cli/test/bundled-cli.ts",
          pool: "forks",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...fromSource,
        test: {
          name: "slow",
          include: ["{packages,apps}/*/{src,test}/**/*.slow.test.ts", "tools/**/*.slow.test.ts"],
          globalSetup: "apps/cli/test/bundled-cli.ts",
          pool: "forks",
          testTimeout: 30 * 60_000,
        },
      },
      {
        test: {
          name: "package",
          include: ["tools/**/*.package.test.ts"],
          pool: "forks",
          testTimeout: 5 * 60_000,
        },
      },
      {
        ...fromSource,
        test: {
          name: "e2e",
          include: ["apps/web/test/**/*.e2e.test.ts"],
          globalSetup: ["apps/cli/test/bundled-cli.ts", "apps/web/test/build-page.ts"],
          pool: "forks",
          // One page at a time has the machine: each of them trains with all cores.
          fileParallelism: false,
          testTimeout: 3 * 60_000,
          hookTimeout: 60_000,
          // A page's smoothness is watched on a clock: another program on the machine may spoil one try.
          retry: 2,
        },
      },
      {
        resolve: { conditions: ["imgcls-source", ...defaultClientConditions] },
        // Compiled for the browser when the tests start, not when one of them first asks: that reloads the page.
        optimizeDeps: {
          include: [
            "@bufbuild/protobuf/wire",
            "@petamoriken/float16",
            "@tensorflow/tfjs",
            "@zip.js/zip.js/lib/zip-core-reader.js",
            "axe-core",
            "fast-check",
            "fast-png",
            "fastest-levenshtein",
            "fflate",
            "image-dimensions",
            "h5wasm",
            "modern-tar",
          ],
          exclude: ["onnxruntime-web"],
        },
        server: { headers: ISOLATION_HEADERS, fs: { allow: [".", weightsFolder].filter(Boolean) } },
        test: {
          name: "browser",
          provide: { weightsFolder },
          include: ["packages/*/{src,test}/**/*.browser.test.ts", ...PORTABLE_TESTS],
          exclude: ["**/*.slow.test.ts"],
          setupFiles: "tools/browser-test-setup.ts",
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                args: [...CHROMIUM_ARGUMENTS],
                // Looked for when it is needed: the other projects run without a browser.
                get executablePath() {
                  return findChromium();
                },
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
