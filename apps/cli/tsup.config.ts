import { packageBuild } from "../../tsup.base.ts";

/**
 * What is no dependency at run time is built in: the packages around TensorFlow.js, what reads the arguments (as two files
 * that is loaded in half the time of its hundred), and of TensorFlow.js the one file that joins its parts. The package of that
 * file brings core-js for old browsers, whose install script package managers refuse or ask about.
 */
export default packageBuild(["src/bin.ts"], {
  platform: "node",
  dts: false,
  splitting: true,
  // The platform files of the packages that are built in, chosen here.
  external: [
    /^#(?!ort$|folder$|sha256$|folder-place$|environment$|weights-file$)/,
    "h5wasm",
    "onnxruntime-node",
    /^onnxruntime-web/,
  ],
  // The one file is CommonJS, and its package's modules ask for files that Node does not find.
  esbuildOptions(options) {
    options.mainFields = ["main", "module"];
  },
  banner: {
    js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);',
  },
});
