"""Architectures in PyTorch, for images of 32x32 pixels and ten classes, with the names of the LayersModels' layers.

torchvision's where it has them, with the first layers that small images get; the others written from their papers.
"""

import torch
import torch.nn.functional as F
import torchvision.models as models
from torch import nn
from torchvision.models.resnet import Bottleneck

CLASSES = 10


class BasicBlock(nn.Module):
    """Shortcuts without parameters: every second pixel, and channels of zeros on both sides."""

    def __init__(self, inputs, filters, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, filters, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(filters)
        self.stride, self.added = stride, (filters - inputs) // 2

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.added > 0:
            x = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.added, self.added))
        return F.relu(y + x)


class CifarResnet(nn.Module):
    def __init__(self, blocks):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        for stage, (inputs, filters) in enumerate([(16, 16), (16, 32), (32, 64)]):
            first = BasicBlock(inputs, filters, 1 if stage == 0 else 2)
            rest = [BasicBlock(filters, filters, 1) for _ in range(blocks - 1)]
            setattr(self, f"layer{stage + 1}", nn.Sequential(first, *rest))
        self.linear = nn.Linear(64, CLASSES)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.linear(x.mean((2, 3)))


class AirbenchGroup(nn.Module):
    def __init__(self, inputs, filters):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, filters, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(filters, filters, 3, padding=1, bias=False)
        self.norm1, self.norm2 = [nn.BatchNorm2d(filters, 1e-12, momentum=0.4) for _ in range(2)]
        for norm in (self.norm1, self.norm2):
            del norm.weight
            norm.register_parameter("weight", None)

    def forward(self, x):
        x = F.gelu(self.norm1(F.max_pool2d(self.conv1(x), 2)))
        return F.gelu(self.norm2(self.conv2(x)))


class Airbench94(nn.Module):
    def __init__(self):
        super().__init__()
        self.whiten = nn.Conv2d(3, 24, 2)
        self.whiten.weight.requires_grad = False
        self.group1, self.group2, self.group3 = AirbenchGroup(24, 64), AirbenchGroup(64, 256), AirbenchGroup(256, 256)
        self.head = nn.Linear(256, CLASSES, bias=False)

    def forward(self, x):
        x = self.group3(self.group2(self.group1(F.gelu(self.whiten(x)))))
        return self.head(F.max_pool2d(x, 3).flatten(1)) / 9


def small_vgg(model):
    """The dense layers that small images get."""
    model.avgpool = nn.Identity()
    model.classifier[0] = nn.Linear(512, 512)
    model.classifier[3] = nn.Linear(512, 512)
    model.classifier[6] = nn.Linear(512, CLASSES)
    return model


def googlenet():
    model = models.googlenet(num_classes=CLASSES, aux_logits=False, init_weights=False)
    model.conv1.conv = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
    model.maxpool1 = nn.Identity()
    return model


def densenet_bc_100_12():
    model = models.DenseNet(12, (16, 16, 16), 24, num_classes=CLASSES)
    model.features.conv0 = nn.Conv2d(3, 24, 3, 1, 1, bias=False)
    for name in ("norm0", "relu0", "pool0"):
        setattr(model.features, name, nn.Identity())
    return model


def mobilenet_v2():
    model = models.mobilenet_v2(num_classes=CLASSES)
    model.features[0][0].stride = (1, 1)
    model.features[2].conv[1][0].stride = (1, 1)
    return model


def efficientnet_b0():
    model = models.efficientnet_b0(num_classes=CLASSES)
    model.features[0][0].stride = (1, 1)
    model.features[2][0].block[1][0].stride = (1, 1)
    return model


def squeezenet1_1():
    model = models.squeezenet1_1(num_classes=CLASSES)
    model.features[0] = nn.Conv2d(3, 64, 3, 1, 1)
    model.features[2] = nn.Identity()
    return model


def shufflenet_v2():
    model = models.shufflenet_v2_x1_0(num_classes=CLASSES)
    model.conv1[0].stride = (1, 1)
    model.maxpool = nn.Identity()
    return model


def resnext14():
    """ResNeXt-50's blocks of 32 groups of 4 channels, one in each stage."""
    model = models.ResNet(Bottleneck, [1, 1, 1, 1], num_classes=CLASSES, groups=32, width_per_group=4)
    model.conv1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
    model.maxpool = nn.Identity()
    return model


def convnext_tiny():
    model = models.convnext_tiny(num_classes=CLASSES)
    model.features[0][0] = nn.Conv2d(3, 96, 3, 1, 1)
    return model


MODELS = {
    "resnet20": lambda: CifarResnet(3),
    "airbench94": Airbench94,
    "vgg11-bn": lambda: small_vgg(models.vgg11_bn()),
    "googlenet": googlenet,
    "resnext14-32x4d": resnext14,
    "densenet-bc-100-12": densenet_bc_100_12,
    "mobilenet-v2": mobilenet_v2,
    "squeezenet1.1": squeezenet1_1,
    "shufflenet-v2-x1.0": shufflenet_v2,
    "efficientnet-b0": efficientnet_b0,
    "convnext-tiny": convnext_tiny,
}
