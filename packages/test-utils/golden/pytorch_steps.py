"""Golden values: five training steps of the preset models in PyTorch, in float64.

Run `python3 pytorch_steps.py` in this folder; it writes pytorch-steps.json beside itself. Written for
PyTorch 1.13; any later version gives the same numbers to about 12 digits.

Weights, images, labels and dropout bytes come from formula.py, so the file holds results only: the loss of
each step and, for each weight in the LayersModel's order, what five steps changed in it.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

import formula
from formula import Streams

BATCH = 4
STEPS = 5
SAMPLES = 12
OPTIMIZERS = {
    "sgd": lambda weights: torch.optim.SGD(weights, lr=0.01, momentum=0.9),
    "adam": lambda weights: torch.optim.Adam(weights, lr=0.001, betas=(0.9, 0.999), eps=1e-7),
}


class Conv:
    """Kernel [height, width, in, out] in the LayersModel, [out, in, height, width] in PyTorch."""

    def __init__(self, filters, size, padding="valid", max_norm=None):
        self.filters, self.size, self.padding, self.max_norm = filters, size, padding, max_norm

    def shapes(self, shape):
        channels, height, width = shape
        lost = self.size - 1 if self.padding == "valid" else 0
        kernel = (self.size, self.size, channels, self.filters)
        return [kernel, (self.filters,)], (self.filters, height - lost, width - lost)

    def kernel_to_torch(self, kernel):
        return kernel.transpose(3, 2, 0, 1)

    def kernel_from_torch(self, kernel):
        return kernel.transpose(2, 3, 1, 0)

    def __call__(self, x, kernel, bias):
        if self.padding == "same":
            before = (self.size - 1) // 2  # TensorFlow pads the end with the odd zero
            after = self.size - 1 - before
            x = F.pad(x, (before, after, before, after))
        return torch.relu(F.conv2d(x, kernel, bias))

    norm_axis = 2  # axis 0 of the LayersModel's kernel, its height


class Dense:
    """Kernel [in, out] in the LayersModel, [out, in] in PyTorch; after Flatten, in is h·w·c and c·h·w."""

    def __init__(self, units, relu=True, max_norm=None):
        self.units, self.relu, self.max_norm = units, relu, max_norm

    def shapes(self, shape):
        self.maps = shape if len(shape) == 3 else None
        return [(int(np.prod(shape)), self.units), (self.units,)], (self.units,)

    def kernel_to_torch(self, kernel):
        if self.maps:
            channels, height, width = self.maps
            kernel = kernel.reshape(height, width, channels, -1).transpose(2, 0, 1, 3).reshape(kernel.shape)
        return kernel.T

    def kernel_from_torch(self, kernel):
        kernel = kernel.T
        if self.maps:
            channels, height, width = self.maps
            kernel = kernel.reshape(channels, height, width, -1).transpose(1, 2, 0, 3).reshape(kernel.shape)
        return kernel

    def __call__(self, x, kernel, bias):
        y = F.linear(x.flatten(1), kernel, bias)
        return torch.relu(y) if self.relu else y

    norm_axis = 1  # axis 0 of the LayersModel's kernel, its inputs


class MaxPool:
    def __init__(self, size):
        self.size = size

    def shapes(self, shape):
        return [], (shape[0], shape[1] // self.size, shape[2] // self.size)

    def __call__(self, x):
        return F.max_pool2d(x, self.size)


class Dropout:
    """The mask is read from given bytes in the order [batch, channels, height, width]."""

    def __init__(self, index, rate):
        self.index, self.dropped = index, round(rate * 256)

    def shapes(self, shape):
        return [], shape

    def __call__(self, x, step):
        drawn = formula.images(Streams.dropout(self.index, step), tuple(x.shape))
        return x * torch.from_numpy((drawn >= self.dropped) * (256 / (256 - self.dropped)))


MODELS = {
    "mnist-cnn": ((1, 28, 28), 10, [Conv(32, 3), MaxPool(2), Dense(100), Dense(10, relu=False)]),
    "cifar10-cnn": (
        (3, 32, 32),
        10,
        [
            Conv(32, 3, "same", max_norm=3),
            Dropout(0, 0.2),
            Conv(32, 3, "same", max_norm=3),
            MaxPool(2),
            Dense(512, max_norm=3),
            Dropout(1, 0.5),
            Dense(10, relu=False),
        ],
    ),
    "cifar100-cnn": (
        (3, 32, 32),
        100,
        [
            Conv(100, 2),
            MaxPool(3),
            Conv(80, 2, "same"),
            MaxPool(2),
            Conv(50, 2, "same"),
            MaxPool(2),
            Dense(1024),
            Dense(512),
            Dense(100, relu=False),
        ],
    ),
    "cifar10-tutorial": (
        (3, 32, 32),
        10,
        [Conv(32, 3), MaxPool(2), Conv(64, 3), MaxPool(2), Conv(64, 3), Dense(64), Dense(10, relu=False)],
    ),
}

# Which of the formula's weights a model starts from, 0 unless given. With others, some pooling window or relu
# comes so close to a tie that float32 and float64 take different sides.
SEEDS = {"cifar10-tutorial": 1}


def initial_weights(layers, shape, seed):
    """For each layer its weights as float32 arrays in the LayersModel's layout."""
    weights, index = [], Streams.weight(0, seed)
    for layer in layers:
        weight_shapes, shape = layer.shapes(shape)
        weights.append([formula.weight(index + i, s) for i, s in enumerate(weight_shapes)])
        index += len(weight_shapes)
    return weights


def to_torch(layer, arrays):
    if not arrays:
        return []
    kernel, bias = arrays
    values = [layer.kernel_to_torch(kernel), bias]
    return [torch.tensor(v.astype(np.float64), requires_grad=True) for v in values]


def from_torch(layer, tensors):
    if not tensors:
        return []
    kernel, bias = [tensor.detach().numpy() for tensor in tensors]
    return [layer.kernel_from_torch(kernel), bias]


def forward(layers, weights, x, step):
    for layer, tensors in zip(layers, weights):
        x = layer(x, step) if isinstance(layer, Dropout) else layer(x, *tensors)
    return x


def apply_constraints(layers, weights):
    for layer, tensors in zip(layers, weights):
        max_norm = getattr(layer, "max_norm", None)
        if max_norm is None:
            continue
        with torch.no_grad():
            norm = tensors[0].square().sum(layer.norm_axis, keepdim=True).sqrt()
            tensors[0].mul_(norm.clamp(0, max_norm) / (1e-7 + norm))


def train(model, seed, make_optimizer):
    shape, classes, layers = model
    start = initial_weights(layers, shape, seed)
    weights = [to_torch(layer, arrays) for layer, arrays in zip(layers, start)]
    optimizer = make_optimizer([tensor for tensors in weights for tensor in tensors])
    losses = []
    channels, height, width = shape
    for step in range(STEPS):
        pixels = formula.images(Streams.images(step), (BATCH, height, width, channels)) / 255.0
        x = torch.from_numpy(np.ascontiguousarray(pixels.transpose(0, 3, 1, 2)))
        labels = torch.from_numpy(formula.labels(Streams.labels(step), BATCH, classes))
        loss = F.cross_entropy(forward(layers, weights, x, step), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        apply_constraints(layers, weights)
        losses.append(loss.item())
    changes = []
    for layer, before, tensors in zip(layers, start, weights):
        for old, new in zip(before, from_torch(layer, tensors)):
            changes.append(describe(new - old.astype(np.float64)))
    return {"losses": losses, "changes": changes}


def describe(change):
    """Sum, Euclidean norm and the elements of largest and of evenly spread index, all in float64."""
    flat = change.reshape(-1)
    spread = np.linspace(0, flat.size - 1, SAMPLES // 2).astype(int)
    largest = np.argsort(-np.abs(flat), kind="stable")[: SAMPLES // 2]
    indices = sorted({int(i) for i in [*spread, *largest]})
    return {
        "shape": list(change.shape),
        "sum": float(flat.sum()),
        "norm": float(np.sqrt((flat * flat).sum())),
        "samples": [[i, float(flat[i])] for i in indices],
    }


def main():
    torch.set_num_threads(1)
    runs = {}
    for name, model in MODELS.items():
        seed = SEEDS.get(name, 0)
        runs[name] = {"seed": seed}
        for optimizer, make in OPTIMIZERS.items():
            runs[name][optimizer] = train(model, seed, make)
    document = {
        "about": f"{STEPS} steps of batch {BATCH} in PyTorch float64, written by pytorch_steps.py",
        "batchSize": BATCH,
        "models": runs,
    }
    path = pathlib.Path(__file__).with_name("pytorch-steps.json")
    path.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
