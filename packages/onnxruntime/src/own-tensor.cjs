const { Tensor } = require("onnxruntime-common");

/**
 * A tensor of the native library's results. Their typed arrays are always the process's own; a program that runs in a
 * context with other ones (Jest's tests, `node:vm`) gets them as its own, of the same memory, because `Tensor` and the
 * program ask `instanceof`.
 */
exports.OwnTensor = class extends Tensor {
  constructor(type, data, dims) {
    super(type, ownArray(data), dims);
  }
};

function ownArray(data) {
  if (!ArrayBuffer.isView(data)) return data;
  const OwnArray = globalThis[data.constructor.name];
  return data instanceof OwnArray ? data : new OwnArray(data.buffer, data.byteOffset, data.length);
}
