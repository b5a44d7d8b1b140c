"""The formula of ../src/formula.ts in NumPy: the same weights, images, labels and dropout bytes."""

import numpy as np


class Streams:
    """Which integer names what is drawn; steps and layers count from 0. Seeds give other weights."""

    @staticmethod
    def weight(index, seed=0):
        return seed * 100_000 + index

    @staticmethod
    def images(step):
        return 1000 + step

    @staticmethod
    def labels(step):
        return 2000 + step

    @staticmethod
    def dropout(layer, step):
        return 3000 + 100 * layer + step


def _mix(bits):
    bits = bits ^ (bits >> np.uint32(16))
    bits = bits * np.uint32(0x7FEB352D)
    bits = bits ^ (bits >> np.uint32(15))
    bits = bits * np.uint32(0x846CA68B)
    return bits ^ (bits >> np.uint32(16))


def bits(stream, length):
    """32 random bits for each index; uint32 arithmetic wraps around, as Math.imul does."""
    start = _mix(np.array([stream], dtype=np.uint32))
    return _mix(start + np.arange(length, dtype=np.uint32) * np.uint32(0x9E3779B1))


def uniform(stream, length):
    return bits(stream, length) / 2.0**32


def images(stream, shape):
    return (bits(stream, int(np.prod(shape))) >> np.uint32(24)).astype(np.uint8).reshape(shape)


def labels(stream, length, classes):
    return np.floor(uniform(stream, length) * classes).astype(np.int64)


def weight(stream, shape):
    """Float32 values: kernels [..., in, out] uniform with Glorot's limit, biases uniform in +-0.1."""
    if len(shape) == 1:
        limit = 0.1
    else:
        positions = int(np.prod(shape[:-2])) if len(shape) > 2 else 1
        limit = np.sqrt(6 / (positions * (shape[-2] + shape[-1])))
    values = limit * (2 * uniform(stream, int(np.prod(shape))) - 1)
    return values.astype(np.float32).reshape(shape)
