"""First losses of a classifier on a frozen base, by Keras 3: what frozen batch normalization has to do.

    python make-frozen-base.py > frozen-base.json

`test/frozen-base.ts` builds the same model, with the same weights and images.
"""

import json
import math
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras import layers

SHAPE, CLASSES, SIZE, STEPS, RATE = (4, 4, 3), 4, 8, 3, 0.5


def weight(index, shape, name):
    """0.4 sin(1 + 7 index + k) for element k; around 1 where a factor or a variance belongs."""
    count = math.prod(shape)
    values = 0.4 * np.sin(1 + 7 * index + np.arange(count))
    return (values + (1 if name in ("gamma", "moving_variance") else 0)).reshape(shape).astype("float32")


def batch(step):
    count = SIZE * math.prod(SHAPE)
    images = (np.arange(count) * 151 + 17 * step * step + 31 * step) % 256
    labels = (np.arange(SIZE) * 3 + step) % CLASSES
    return images.reshape(SIZE, *SHAPE).astype("float32") / 255, labels


base = keras.Sequential(
    [
        keras.Input(SHAPE),
        layers.Conv2D(3, 2, activation="relu", name="conv"),
        layers.BatchNormalization(name="norm", momentum=0.9, epsilon=1e-3),
    ]
)
image = keras.Input(SHAPE)
classes = layers.Dense(CLASSES, activation="softmax", name="head")(layers.Flatten()(base(image)))
model = keras.Model(image, classes)
ordered = [*base.get_layer("conv").weights, *base.get_layer("norm").weights, *model.get_layer("head").weights]
for index, variable in enumerate(ordered):
    variable.assign(weight(index, variable.shape, variable.name))
base.trainable = False
model.compile(optimizer=keras.optimizers.SGD(RATE), loss="sparse_categorical_crossentropy")
# A list of metrics holds running means; each batch is measured by itself.
losses = []
for step in range(STEPS):
    images, labels = batch(step)
    model.reset_metrics()
    losses.append(float(model.train_on_batch(images, labels)))
print(
    json.dumps(
        {
            "keras": keras.__version__,
            "losses": losses,
            "movingMean": base.get_layer("norm").moving_mean.numpy().tolist(),
            "bias": model.get_layer("head").bias.numpy().tolist(),
        },
        indent=2,
    )
)
