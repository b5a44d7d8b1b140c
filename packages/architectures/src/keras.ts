// The entry "@imgcls/architectures/keras": apart from the main one because its HDF5 library is ten times as large.
export { loadKerasWeights } from "./weights/keras.js";
