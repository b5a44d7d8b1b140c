/** The entry "@imgcls/runs/weights": files of weights by name, for who does not want to load TensorFlow.js. */
export { fetchClassNames, imagenetClassNames } from "./class-names.js";
export { findWeights, type ObtainedWeights, obtainWeights } from "./obtain-weights.js";
export { isWeightsPath } from "./weights-path.js";
