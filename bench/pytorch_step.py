"""Times one training step of the four preset models in PyTorch on the CPU; prints one JSON line a case.

    OPENBLAS_NUM_THREADS=2 /usr/bin/python3 bench/pytorch_step.py MODEL BATCH STEPS THREADS

Forward, cross-entropy, backward and SGD with momentum on data that is already in memory as floats. The presets'
maxNorm constraint is left out, which favours PyTorch.
"""

import json
import statistics
import sys
import time

import torch
from torch import nn


def conv(inputs, outputs, size, padding=0):
    return [nn.Conv2d(inputs, outputs, size, padding=padding), nn.ReLU()]


def same_conv_of_two(inputs, outputs):
    """TensorFlow's "same" for a kernel of 2 pads the end alone."""
    return [nn.ZeroPad2d((0, 1, 0, 1)), *conv(inputs, outputs, 2)]


def dense(inputs, outputs):
    return [nn.Linear(inputs, outputs), nn.ReLU()]


def mnist_cnn():
    return [*conv(1, 32, 3), nn.MaxPool2d(2), nn.Flatten(), *dense(13 * 13 * 32, 100), nn.Linear(100, 10)]


def cifar10_tutorial():
    convolutions = [*conv(3, 32, 3), nn.MaxPool2d(2), *conv(32, 64, 3), nn.MaxPool2d(2), *conv(64, 64, 3)]
    return [*convolutions, nn.Flatten(), *dense(1024, 64), nn.Linear(64, 10)]


def cifar10_cnn():
    first = [*conv(3, 32, 3, padding=1), nn.Dropout(0.2)]
    second = [*conv(32, 32, 3, padding=1), nn.MaxPool2d(2), nn.Flatten()]
    return [*first, *second, *dense(8192, 512), nn.Dropout(0.5), nn.Linear(512, 10)]


def cifar100_cnn():
    first = [*conv(3, 100, 2), nn.MaxPool2d(3)]
    second = [*same_conv_of_two(100, 80), nn.MaxPool2d(2)]
    third = [*same_conv_of_two(80, 50), nn.MaxPool2d(2), nn.Flatten()]
    return [*first, *second, *third, *dense(200, 1024), *dense(1024, 512), nn.Linear(512, 100)]


MODELS = {
    "mnist-cnn": (mnist_cnn, (1, 28, 28), 10),
    "cifar10-tutorial": (cifar10_tutorial, (3, 32, 32), 10),
    "cifar10-cnn": (cifar10_cnn, (3, 32, 32), 10),
    "cifar100-cnn": (cifar100_cnn, (3, 32, 32), 100),
}

WARM_UP_STEPS = 5


def main(name, batch, steps, threads):
    torch.set_num_threads(threads)
    build, shape, classes = MODELS[name]
    model = nn.Sequential(*build())
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    images = torch.rand(batch, *shape)
    labels = torch.randint(0, classes, (batch,))
    seconds = []
    for _ in range(WARM_UP_STEPS + steps):
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        loss.item()
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds[WARM_UP_STEPS:])
    print(json.dumps({"engine": f"pytorch {torch.__version__}", "msPerStep": median * 1e3}))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
