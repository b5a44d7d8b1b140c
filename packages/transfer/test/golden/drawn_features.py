"""The features that the scripts beside this one compute with."""
import numpy as np


def drawn(images, width, classes, seed):
    """The same numbers as `drawn` in test/drawn-features.ts: float32 features, each class around its own place."""
    state = seed

    def uniform():
        nonlocal state
        state = (1103515245 * state + 12345) % 2**31
        return state / 2**31 - 0.5

    places = [[uniform() for _ in range(width)] for _ in range(classes)]
    rows = [[3 + (j % 4 + 1) * (places[i % classes][j] + 2 * (uniform() + uniform())) for j in range(width)] for i in range(images)]
    return np.float32(rows), np.arange(images) % classes
