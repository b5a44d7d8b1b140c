/** The entry "@imgcls/architectures/weights": which weights there are, for who does not want to load TensorFlow.js. */
export { UnknownWeightsError } from "./errors.js";
export { type WeightsFile, type WeightsInfo, weightsInfo, weightsTable } from "./weights/table.js";
