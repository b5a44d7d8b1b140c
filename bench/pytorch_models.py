"""The bench's networks in PyTorch: name -> (builder, image shape, classes)."""

import torch
import torchvision
from torch import nn
from torch.nn import functional


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


class ResidualBlock(nn.Module):
    """Shortcut of option A: every second pixel, and channels of zeros."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.stride, self.added = stride, outputs - inputs

    def forward(self, x):
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        if self.added:
            half = self.added // 2
            x = functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, half, half))
        return functional.relu(x + y)


def resnet20():
    layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    inputs = 16
    for outputs in (16, 32, 64):
        for _ in range(3):
            layers.append(ResidualBlock(inputs, outputs, 1 if inputs == outputs else 2))
            inputs = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def vgg11():
    features = torchvision.models.vgg11(weights=None).features
    hidden = [*dense(512, 512), nn.Dropout(0.5), *dense(512, 512), nn.Dropout(0.5)]
    return nn.Sequential(features, nn.Flatten(), *hidden, nn.Linear(512, 10))


def mobilenet_v2():
    model = torchvision.models.mobilenet_v2(weights=None, num_classes=10)
    model.features[0][0].stride = (1, 1)
    model.features[2].conv[1][0].stride = (1, 1)
    return model


def googlenet():
    model = torchvision.models.googlenet(weights=None, num_classes=10, aux_logits=False, init_weights=False)
    model.conv1.conv = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
    model.maxpool1 = nn.Identity()
    return model


def densenet_bc_100_12():
    model = torchvision.models.DenseNet(12, (16, 16, 16), 24, num_classes=10)
    model.features.conv0 = nn.Conv2d(3, 24, 3, 1, 1, bias=False)
    model.features.norm0 = model.features.relu0 = model.features.pool0 = nn.Identity()
    return model


class Whitening(nn.Module):
    """Frozen filters, a bias that is trained."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 24, 2)
        self.conv.weight.requires_grad = False

    def forward(self, x):
        return self.conv(x)


def airbench94():
    def norm(channels):
        layer = nn.BatchNorm2d(channels, eps=1e-12, momentum=0.4)
        layer.weight.requires_grad = False
        return [layer, nn.GELU()]

    def same(inputs, outputs):
        return nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)

    layers = [Whitening(), nn.GELU()]
    inputs = 24
    for width in (64, 256, 256):
        layers += [same(inputs, width), nn.MaxPool2d(2), *norm(width), same(width, width), *norm(width)]
        inputs = width
    return nn.Sequential(*layers, nn.MaxPool2d(3), nn.Flatten(), nn.Linear(256, 10, bias=False))


CIFAR = (3, 32, 32)
MODELS = {
    "mnist-cnn": (mnist_cnn, (1, 28, 28), 10),
    "cifar10-tutorial": (cifar10_tutorial, CIFAR, 10),
    "cifar10-cnn": (cifar10_cnn, CIFAR, 10),
    "cifar100-cnn": (cifar100_cnn, CIFAR, 100),
    "resnet20": (resnet20, CIFAR, 10),
    "vgg11": (vgg11, CIFAR, 10),
    "mobilenet-v2": (mobilenet_v2, CIFAR, 10),
    "googlenet": (googlenet, CIFAR, 10),
    "densenet-bc-100-12": (densenet_bc_100_12, CIFAR, 10),
    "airbench94": (airbench94, CIFAR, 10),
}
