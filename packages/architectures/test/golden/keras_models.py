"""Keras 3 models with layers whose options TensorFlow.js does not read as they are, with what they predict, as JSON.

    python3 packages/architectures/test/golden/keras_models.py
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np

from keras import layers

INPUT = (6, 6, 2)


def functional():
    keras.utils.set_random_seed(1)
    image = keras.Input(INPUT, name="image")
    x = layers.Conv2D(4, 3, padding="same", name="conv")(image)
    x = layers.BatchNormalization(name="norm")(x)
    y = layers.LeakyReLU(negative_slope=0.01, name="leaky")(x)
    z = layers.ReLU(negative_slope=0.2, name="slope")(x)
    w = layers.ReLU(threshold=0.1, name="threshold")(x)
    x = layers.Concatenate(name="join")([y, z, w])
    x = layers.DepthwiseConv2D(3, strides=2, padding="same", name="depthwise")(x)
    x = layers.ReLU(max_value=6, name="six")(x)
    x = layers.MaxPooling2D(name="pool")(x)
    x = layers.Dropout(0.2, name="drop")(x)
    x = layers.GlobalAveragePooling2D(name="mean")(x)
    return keras.Model(image, layers.Dense(3, activation="softmax", name="head")(x), name="functional")


def sequential():
    keras.utils.set_random_seed(2)
    parts = [
        layers.ZeroPadding2D(1),
        layers.SeparableConv2D(4, 3, activation="relu"),
        layers.AveragePooling2D(2),
        layers.UpSampling2D(2),
        layers.Flatten(),
        layers.Dense(5, activation="gelu"),
        layers.Dense(3, activation="softmax"),
    ]
    return keras.Sequential([keras.Input(INPUT), *parts], name="sequential")


def described(model):
    images = np.linspace(-1, 1, 2 * 72, dtype=np.float32).reshape(2, *INPUT)
    for layer in model.layers:
        for weight in layer.weights:
            size = int(np.prod(weight.shape))
            values = 0.3 * np.sin(1 + np.arange(size)) + (0.5 if "variance" in weight.name else 0)
            weight.assign(values.reshape(weight.shape).astype(np.float32))
    return {
        "topology": json.loads(model.to_json()),
        "weights": [
            {"layer": layer.name, "values": [np.asarray(w, np.float64).round(7).ravel().tolist() for w in layer.get_weights()]}
            for layer in model.layers
            if layer.weights
        ],
        "predictions": np.asarray(model(images).detach(), np.float64).round(7).tolist(),
    }


here = pathlib.Path(__file__).parent
(here / "keras-models.json").write_text(json.dumps([described(functional()), described(sequential())]) + "\n")
