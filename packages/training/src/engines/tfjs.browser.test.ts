import { testEngine } from "../../test/engine-contract.js";
import { onnxEngine } from "./onnx.js";
import { tfjsEngine } from "./tfjs.js";

testEngine(
  "tfjs",
  () => tfjsEngine({ backend: "cpu" }),
  () => onnxEngine(),
);
