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


def stream_of(name):
    """The stream of a name: the 32-bit FNV-1a hash of ASCII text."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def tensor(name, shape):
    """A tensor of a state dictionary: kernels uniform with He's limit; scales and variances 0.5 ... 1.5; biases and
    means within 0.1. Float32 values."""
    drawn = uniform(stream_of(name), int(np.prod(shape)))
    if len(shape) > 1 and not name.endswith("layer_scale"):
        values = np.sqrt(6 / np.prod(shape[1:])) * (2 * drawn - 1)
    elif name.endswith(("bias", "running_mean")):
        values = 0.1 * (2 * drawn - 1)
    else:
        values = 0.5 + drawn
    return values.astype(np.float32).reshape(shape)
