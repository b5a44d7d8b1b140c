import { architectureSteps } from "@imgcls/test-utils";
import { testArchitectureAgainstPytorch } from "../architectures.js";

/** Those of the everyday test. */
const EVERYDAY = ["resnet20", "squeezenet1.1"];

for (const name of Object.keys(architectureSteps.models)) {
  if (!EVERYDAY.includes(name)) testArchitectureAgainstPytorch(name);
}
