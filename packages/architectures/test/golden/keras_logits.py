"""Golden values: logits of Keras's models with weights from a formula.

Run `python3 keras_logits.py` in this folder; it writes keras-logits.json beside itself. Written for Keras 3, on any of its
backends.
A weight has the formula's tensor of the name and shape that it would have in PyTorch, `layer.weight`, so that the same
test reads the file as those of torchvision and timm (see torchvision_logits.py).
"""

import functools
import hashlib
import json
import pathlib
import sys

import keras
import numpy as np

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE / "../../../test-utils/golden"))
import formula  # noqa: E402

CLASSES = 10
IMAGES_STREAM = 77

# Axes of PyTorch's kernel for each axis of Keras's.
KERNELS = {"Conv2D": (2, 3, 1, 0), "DepthwiseConv2D": (2, 3, 0, 1), "Dense": (1, 0)}
VECTORS = {"gamma": "weight", "beta": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}


def pytorch_tensor(layer, weight, layout):
    if weight.name != "kernel":
        name, shape, axes = f"{layer.name}.{VECTORS.get(weight.name, weight.name)}", weight.shape, None
    else:
        axes = KERNELS[type(layer).__name__]
        name, shape = f"{layer.name}.weight", tuple(weight.shape[axes.index(axis)] for axis in range(len(axes)))
    layout.append(f"{name} {','.join(map(str, shape))}")
    values = formula.tensor(name, shape)
    return values if axes is None else values.transpose(axes)


def multiply_adds(model):
    total = 0
    for layer in model.layers:
        if type(layer).__name__ in KERNELS:
            total += int(np.prod(layer.output.shape[1:-1])) * int(np.prod(layer.kernel.shape))
    return total


def golden(model, size):
    layout = []
    for layer in model.layers:
        layer.set_weights([pytorch_tensor(layer, weight, layout) for weight in layer.weights])
    pixels = formula.images(IMAGES_STREAM, (2, size, size, 3)) / 255.0 - 0.5
    logits = model.predict(pixels.astype(np.float32), verbose=0)
    return {
        "size": size,
        "tensors": hashlib.sha256("\n".join(sorted(layout)).encode()).hexdigest(),
        "multiplyAdds": multiply_adds(model),
        "logits": [[float(f"{value:.6g}") for value in row] for row in logits.tolist()],
    }


MODELS = {
    "mobilenet-v1": keras.applications.MobileNet,
    "mobilenet-v2-keras": keras.applications.MobileNetV2,
    "mobilenet-v2-keras-x0.35": functools.partial(keras.applications.MobileNetV2, alpha=0.35),
}
SIZE = 64


def main():
    options = {"weights": None, "input_shape": (SIZE, SIZE, 3), "classes": CLASSES, "classifier_activation": None}
    document = {name: golden(make(**options), SIZE) for name, make in MODELS.items()}
    (HERE / "keras-logits.json").write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
