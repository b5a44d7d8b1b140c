"""Golden values: the losses of three steps of Keras on a model in a model, the inner one frozen or not.

Run `python3 frozen_model.py` in this folder; it writes frozen-model.json beside itself. Written for Keras 3.15 on
TensorFlow 2.21, in float64.

The inner model is a convolution with batch normalization, relu and global average pooling; behind it a dense classifier.
Weights, images and labels come from formula.py, each weight from the stream of its name.
"""

import json
import pathlib

import keras
import numpy as np

import formula
from formula import Streams

BATCH, CLASSES, RATE, STEPS = 6, 3, 0.5, 3
SHAPE = (6, 5, 2)

keras.config.set_floatx("float64")
keras.config.set_epsilon(1e-7)


def weight(name, shape):
    values = formula.weight(formula.stream_of(name), shape).astype(np.float64)
    return 1 + 4 * values if name.endswith(("gamma", "variance")) else values


def inner():
    image = keras.Input(SHAPE)
    maps = keras.layers.Conv2D(4, 3, name="conv")(image)
    maps = keras.layers.BatchNormalization(name="norm")(maps)
    maps = keras.layers.ReLU()(maps)
    return keras.Model(image, keras.layers.GlobalAveragePooling2D()(maps))


def losses(frozen):
    base = inner()
    base.trainable = not frozen
    image = keras.Input(SHAPE)
    end = keras.layers.Dense(CLASSES, activation="softmax", name="end")
    model = keras.Model(image, end(base(image)))
    for layer in [*base.layers, end]:
        for variable in layer.weights:
            variable.assign(weight(f"{layer.name}/{variable.name}", tuple(variable.shape)))
    model.compile(keras.optimizers.SGD(RATE), "sparse_categorical_crossentropy")
    result = []
    for step in range(STEPS):
        images = formula.images(Streams.images(step), (BATCH, *SHAPE)).astype(np.float64) / 255
        labels = formula.labels(Streams.labels(step), BATCH, CLASSES)
        result.append(float(model.train_on_batch(images, labels)))
        # train_on_batch reports a running mean.
        model.reset_metrics()
    return result


golden = {"batchSize": BATCH, "shape": SHAPE, "rate": RATE, "frozen": losses(True), "trained": losses(False)}
(pathlib.Path(__file__).parent / "frozen-model.json").write_text(json.dumps(golden, indent=2) + "\n")
