// Makes ONNX Runtime's native library look as if it was not installed.
import { register } from "node:module";

register(
  `data:text/javascript,${encodeURIComponent(`
    const HIDDEN = ["onnxruntime-node", "@imgcls/onnxruntime"];
    export function resolve(specifier, context, next) {
      if (!HIDDEN.includes(specifier)) return next(specifier, context);
      throw Object.assign(new Error("hidden: " + specifier), { code: "ERR_MODULE_NOT_FOUND" });
    }
  `)}`,
);
