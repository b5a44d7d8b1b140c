"""Golden values: five training steps of architectures on one batch in PyTorch, in float64.

Run `python3 architecture_steps.py [NAME ...]` in this folder; it writes architecture-steps.json beside itself, or
prints the named ones. Written for PyTorch 1.13 and torchvision 0.14.

Weights, images, labels and the bytes of dropout come from formula.py, so the file holds results only: the loss of
each step and, for each kind of weight, sum and Euclidean norm of what five steps changed.

Rates: a relu that is within rounding of 0 takes another side in float32, and deep networks with batch normalization
amplify that from step to step: at rate 0.001 PyTorch's own float32 losses of MobileNetV2 differ from these by 5 %. The
rates are so small that this does not happen, and yet five steps change the loss by 3 % and more.
"""

import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torchvision.ops import StochasticDepth

import formula
from architectures import CLASSES, MODELS
from formula import Streams

BATCH = 8
STEPS = 5
SIZE = 32
RATES = {
    "resnet20": 1e-3,
    "airbench94": 1e-3,
    "vgg11-bn": 3e-5,
    "googlenet": 1e-5,
    "resnext14-32x4d": 1e-4,
    "densenet-bc-100-12": 3e-4,
    "mobilenet-v2": 3e-6,
    "squeezenet1.1": 1e-3,
    "shufflenet-v2-x1.0": 1e-5,
    "efficientnet-b0": 1e-3,
    "convnext-tiny": 1e-3,
}


class GivenDropout(nn.Module):
    """Masks are read from given bytes in the order [batch, channels, height, width]; the training counts them."""

    def __init__(self, rate, of_images, training):
        super().__init__()
        self.dropped, self.of_images, self.run = round(rate * 256), of_images, training

    def forward(self, x):
        if self.dropped == 0:
            return x
        shape = (x.shape[0], *[1] * (x.dim() - 1)) if self.of_images else tuple(x.shape)
        drawn = formula.images(Streams.dropout(self.run.dropouts, self.run.step), shape)
        self.run.dropouts += 1
        return x * torch.from_numpy((drawn >= self.dropped) * (256 / (256 - self.dropped)))


class KerasBatchNorm(nn.BatchNorm2d):
    """The moving variance is that of the batch as it is, where PyTorch scales it by n / (n - 1)."""

    def forward(self, x):
        with torch.no_grad():
            variance, mean = torch.var_mean(x, (0, 2, 3), unbiased=False)
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance, self.momentum)
        return F.batch_norm(x, None, None, self.weight, self.bias, True, 0, self.eps)


class Training:
    def __init__(self, model):
        self.model, self.step, self.dropouts = model.double().train(), 0, 0
        for module in list(model.modules()):
            for name, child in module.named_children():
                if isinstance(child, nn.Dropout):
                    setattr(module, name, GivenDropout(child.p, False, self))
                elif isinstance(child, StochasticDepth):
                    setattr(module, name, GivenDropout(child.p, True, self))
                elif isinstance(child, nn.BatchNorm2d):
                    child.__class__ = KerasBatchNorm
        for name, tensor in self.state():
            tensor.data.copy_(torch.from_numpy(formula.tensor(name, tensor.shape)))

    def state(self):
        return [(name, value) for name, value in self.model.state_dict().items() if value.is_floating_point()]

    def run(self, rate):
        before = {name: tensor.clone() for name, tensor in self.state()}
        trained = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
        optimizer = torch.optim.SGD(trained, lr=rate, momentum=0.9)
        pixels = formula.images(Streams.images(0), (BATCH, SIZE, SIZE, 3))
        x = torch.from_numpy(np.ascontiguousarray((pixels / 255.0 - 0.5).transpose(0, 3, 1, 2)) / 0.25)
        labels = torch.from_numpy(formula.labels(Streams.labels(0), BATCH, CLASSES))
        losses = []
        for self.step in range(STEPS):
            self.dropouts = 0
            loss = F.cross_entropy(self.model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        changes = {}
        for name, tensor in self.state():
            changes.setdefault(kind_of(name, tensor), []).append((tensor - before[name]).flatten())
        described = {kind: describe(torch.cat(all)) for kind, all in changes.items()}
        return {"rate": rate, "losses": losses, "changes": described}


def kind_of(name, tensor):
    if name.endswith(("running_mean", "running_var", "bias")):
        return name.rsplit(".", 1)[1]
    return "kernel" if tensor.dim() > 1 and not name.endswith("layer_scale") else "scale"


def describe(change):
    return {"sum": change.sum().item(), "norm": change.norm().item()}


def main(names):
    torch.set_num_threads(1)
    runs = {name: Training(MODELS[name]()).run(RATES[name]) for name in names or MODELS}
    document = {
        "about": f"{STEPS} steps on a batch of {BATCH} in PyTorch float64, written by architecture_steps.py",
        "batchSize": BATCH,
        "models": runs,
    }
    text = json.dumps(document, indent=1) + "\n"
    if names:
        print(text)
    else:
        pathlib.Path(__file__).with_name("architecture-steps.json").write_text(text)


if __name__ == "__main__":
    main(sys.argv[1:])
