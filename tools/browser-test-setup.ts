import * as tf from "@tensorflow/tfjs";

// Tests take TensorFlow.js as their oracle. Without a GPU, browsers emulate WebGL, whose results differ in the
// fourth digit.
await tf.setBackend("cpu");
