"""The bench's networks in PyTorch: name -> (builder, image shape, classes).

The deeper ones are those that the tests hold the compiler's losses to.
"""

import pathlib
import sys

from torch import nn
from torchvision import models

sys.path.append(str(pathlib.Path(__file__).parents[1] / "packages/test-utils/golden"))
import architectures


def conv(inputs, outputs, size, padding=0):
    return [nn.Conv2d(inputs, outputs, size, padding=padding), nn.ReLU()]


def same_conv_of_two(inputs, outputs):
    """TensorFlow's "same" for a kernel of 2 pads the end alone."""
    return [nn.ZeroPad2d((0, 1, 0, 1)), *conv(inputs, outputs, 2)]


def dense(inputs, outputs):
    return [nn.Linear(inputs, outputs), nn.ReLU()]


def mnist_cnn():
    return nn.Sequential(
        *conv(1, 32, 3), nn.MaxPool2d(2), nn.Flatten(), *dense(13 * 13 * 32, 100), nn.Linear(100, 10)
    )


def cifar10_tutorial():
    convolutions = [*conv(3, 32, 3), nn.MaxPool2d(2), *conv(32, 64, 3), nn.MaxPool2d(2), *conv(64, 64, 3)]
    return nn.Sequential(*convolutions, nn.Flatten(), *dense(1024, 64), nn.Linear(64, 10))


def cifar10_cnn():
    first = [*conv(3, 32, 3, padding=1), nn.Dropout(0.2)]
    second = [*conv(32, 32, 3, padding=1), nn.MaxPool2d(2), nn.Flatten()]
    return nn.Sequential(*first, *second, *dense(8192, 512), nn.Dropout(0.5), nn.Linear(512, 10))


def cifar100_cnn():
    first = [*conv(3, 100, 2), nn.MaxPool2d(3)]
    second = [*same_conv_of_two(100, 80), nn.MaxPool2d(2)]
    third = [*same_conv_of_two(80, 50), nn.MaxPool2d(2), nn.Flatten()]
    return nn.Sequential(*first, *second, *third, *dense(200, 1024), *dense(1024, 512), nn.Linear(512, 100))


CIFAR = (3, 32, 32)
MODELS = {
    "mnist-cnn": (mnist_cnn, (1, 28, 28), 10),
    "cifar10-tutorial": (cifar10_tutorial, CIFAR, 10),
    "cifar10-cnn": (cifar10_cnn, CIFAR, 10),
    "cifar100-cnn": (cifar100_cnn, CIFAR, 100),
    "resnet20": (architectures.MODELS["resnet20"], CIFAR, 10),
    "vgg11": (lambda: architectures.small_vgg(models.vgg11()), CIFAR, 10),
    "mobilenet-v2": (architectures.MODELS["mobilenet-v2"], CIFAR, 10),
    "googlenet": (architectures.MODELS["googlenet"], CIFAR, 10),
    "densenet-bc-100-12": (architectures.MODELS["densenet-bc-100-12"], CIFAR, 10),
    "airbench94": (architectures.MODELS["airbench94"], CIFAR, 10),
}
