// Compiles only if every package has types, and none of what it exports is `any`.
import type * as architectures from "@imgcls/architectures";
import type * as keras from "@imgcls/architectures/keras";
import type * as weightsTable from "@imgcls/architectures/weights";
import type * as charts from "@imgcls/charts";
import type * as datasets from "@imgcls/datasets";
import type * as evaluation from "@imgcls/evaluation";
import type * as onnx from "@imgcls/onnx";
import type * as onnxruntime from "@imgcls/onnxruntime";
import type * as wasm from "@imgcls/onnxruntime/wasm";
import type * as runs from "@imgcls/runs";
import type * as fields from "@imgcls/runs/fields";
import type * as weights from "@imgcls/runs/weights";
import type * as training from "@imgcls/training";
import type * as transfer from "@imgcls/transfer";

type AnyOf<Library> = { [Name in keyof Library]: 0 extends 1 & Library[Name] ? Name : never }[keyof Library];
type Nothing<Names extends never> = Names;

export type Checked = [
  Nothing<AnyOf<typeof architectures>>,
  Nothing<AnyOf<typeof keras>>,
  Nothing<AnyOf<typeof weightsTable>>,
  Nothing<AnyOf<typeof charts>>,
  Nothing<AnyOf<typeof datasets>>,
  Nothing<AnyOf<typeof evaluation>>,
  Nothing<AnyOf<typeof onnx>>,
  Nothing<AnyOf<typeof onnxruntime>>,
  Nothing<AnyOf<typeof wasm>>,
  Nothing<AnyOf<typeof runs>>,
  Nothing<AnyOf<typeof fields>>,
  Nothing<AnyOf<typeof weights>>,
  Nothing<AnyOf<typeof training>>,
  Nothing<AnyOf<typeof transfer>>,
];
