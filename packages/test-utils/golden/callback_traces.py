"""What Keras 3's callbacks decide in 200 random courses of a metric, as callback-traces.json.

    python3 packages/test-utils/golden/callback_traces.py

Written with keras 3.15. The callbacks are Keras's own. The model is a stand-in: its "weights" are the number of the epoch,
its optimizer is Keras's SGD, and what it is told to save is written down. Values, deltas and factors are multiples of
1/16 or powers of two, so that Keras's float32 and JavaScript's float64 agree, in ties too.

ModelCheckpoint sees a course from its first number on: Keras takes a first NaN for a best value that nothing beats, and
@imgcls/training does not.
"""

import contextlib
import io
import json
import math
import pathlib
import random

import keras

COURSES = 200
NAN, INFINITY = "NaN", "Infinity"


class Model:
    def __init__(self, rate=1.0):
        self.weights_of = 0
        self.stop_training = False
        self.saved = []
        self.optimizer = keras.optimizers.SGD(learning_rate=rate)

    def get_weights(self):
        return self.weights_of

    def set_weights(self, weights):
        self.weights_of = weights

    def save(self, filepath, overwrite):
        self.saved.append(self.weights_of)


def drive(callback, course):
    """The order of Keras's fit. Returns the model, how many epochs ran, and the rate after each."""
    model = Model()
    callback.set_model(model)
    callback.set_params({"epochs": len(course), "verbose": 0})
    callback.on_train_begin()
    rates = []
    for epoch, value in enumerate(course):
        callback.on_epoch_begin(epoch)
        model.weights_of = epoch + 1
        callback.on_epoch_end(epoch, {"val_loss": value})
        rates.append(float(model.optimizer.learning_rate))
        if model.stop_training:
            break
    callback.on_train_end()
    return model, len(rates), rates


def keras_names(options):
    def snake(name):
        return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)

    return {snake(name): value for name, value in options.items()}


def some(rng, **choices):
    """Each option with its default in every third course."""
    return {name: rng.choice(values) for name, values in choices.items() if rng.random() < 2 / 3}


def random_course(rng):
    """Improvements, plateaus, set-backs and numbers that are none."""
    value, course = rng.randrange(40, 60), []
    for _ in range(rng.randrange(6, 24)):
        value += rng.choice([-6, -3, -1, -1, 0, 0, 0, 1, 2, 5])
        odd = rng.random()
        course.append(NAN if odd < 0.04 else INFINITY if odd < 0.05 else value / 16)
    return ([NAN] if rng.random() < 0.05 else []) + course


def early_stopping(rng, course):
    options = some(
        rng,
        mode=["auto", "min", "max"],
        minDelta=[0, 1 / 16, 1 / 4, -1 / 8],
        patience=[0, 1, 2, 3, 5],
        baseline=[2, 2.5, 3],
        restoreBestWeights=[True],
        startFromEpoch=[0, 1, 3],
    )
    callback = keras.callbacks.EarlyStopping(**keras_names(options))
    model, epochs, _ = drive(callback, course)
    best_epoch = 0 if callback.best is None else callback.best_epoch + 1
    return {"options": options, "ranEpochs": epochs, "weightsOf": model.weights_of, "bestEpoch": best_epoch}


def reduce_lr(rng, course):
    options = some(
        rng,
        mode=["auto", "min", "max"],
        minDelta=[0, 1 / 16, 1 / 4],
        patience=[0, 1, 2, 4],
        factor=[0.5, 0.25],
        cooldown=[0, 1, 3],
        minLr=[0, 1 / 8, 1 / 32],
    )
    # The default of 0.1 is no power of two.
    options.setdefault("factor", 0.5)
    options.setdefault("patience", 3)
    _, _, rates = drive(keras.callbacks.ReduceLROnPlateau(**keras_names(options)), course)
    return {"options": options, "rates": rates}


def model_checkpoint(rng, course):
    options = some(rng, mode=["auto", "min", "max"], saveBestOnly=[True], initialValueThreshold=[2, 2.5, 3])
    leading = next((i for i, value in enumerate(course) if not math.isnan(value)), len(course))
    model, _, _ = drive(keras.callbacks.ModelCheckpoint("m.keras", **keras_names(options)), course[leading:])
    return {"options": options, "leadingNaNs": leading, "saved": [leading + epoch for epoch in model.saved]}


def terminate_on_nan(course):
    """The batch, from 1, after which it stops; None when it does not."""
    model = Model()
    callback = keras.callbacks.TerminateOnNaN()
    callback.set_model(model)
    for batch, value in enumerate(course):
        with contextlib.redirect_stdout(io.StringIO()):
            callback.on_train_batch_end(batch, {"loss": value})
        if model.stop_training:
            return batch + 1
    return None


def main():
    rng = random.Random(14)
    cases = []
    for _ in range(COURSES):
        course = random_course(rng)
        values = [float(value) for value in course]
        cases.append(
            {
                "course": course,
                "earlyStopping": early_stopping(rng, values),
                "reduceLROnPlateau": reduce_lr(rng, values),
                "modelCheckpoint": model_checkpoint(rng, values),
                "terminateOnNaN": terminate_on_nan(values),
            }
        )
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    path = pathlib.Path(__file__).with_name("callback-traces.json")
    path.write_text(f'{{"keras":"{keras.__version__}","cases":[\n{lines}\n]}}\n')


main()
