"""Times one training step of one of the bench's networks in Keras on TensorFlow; prints one JSON line.

    tsx bench/model-json.ts MODEL > model.json
    python3 bench/keras_step.py model.json BATCH STEPS THREADS

The network is built from the LayersModel's own description, so it is the same to the last layer, constraints included.
The step is that of `fit`: Keras's compiled training function (loss, gradients, SGD with momentum, accuracy), on data that
is already in memory as floats.
Without XLA, which was two to twenty times slower here.
"""

import json
import os
import resource
import statistics
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from keras_model import model_from_json

WARM_UP_STEPS = 5


def main(path, batch, steps, threads):
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    with open(path) as file:
        model = model_from_json(json.load(file))
    model.compile(
        optimizer=keras.optimizers.SGD(0.01, momentum=0.9),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,
    )
    random = np.random.default_rng(1)
    images = tf.constant(random.random((batch, *model.input_shape[1:]), dtype=np.float32))
    labels = tf.constant(random.integers(0, model.output_shape[-1], batch))
    batches = iter(tf.data.Dataset.from_tensors((images, labels)).repeat())
    model.make_train_function()
    seconds = []
    for _ in range(WARM_UP_STEPS + steps):
        start = time.perf_counter()
        logs = model.train_function(batches)
        float(logs["loss"])
        seconds.append(time.perf_counter() - start)
    measured = {
        "engine": f"keras {keras.__version__}, tensorflow {tf.__version__}",
        "msPerStep": statistics.median(seconds[WARM_UP_STEPS:]) * 1e3,
        "trainableParameters": int(sum(np.prod(weight.shape) for weight in model.trainable_weights)),
        "peakMemoryMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
