"""Golden values: one training step of single layers in PyTorch, in float64.

Run `python3 layer_steps.py` in this folder; it writes layer-steps.json beside itself. Written for PyTorch 1.13.

A 1x1 convolution with tanh, the layer, and a dense classifier of the flattened maps. Weights, images and labels come from
formula.py, each weight from the stream of its name, so the file holds results only: the loss and what one step of SGD
changed in every weight. Shapes and kernels are in the LayersModel's order.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

import formula
from formula import Streams

BATCH = 3
CLASSES = 3
RATE = 4


def zeros_around(size, window, stride, padding):
    """TensorFlow's "same" padding: as many zeros as ceil(size / stride) windows need, the odd one at the end."""
    total = max((-(-size // stride) - 1) * stride + window - size, 0) if padding == "same" else 0
    return total // 2, total - total // 2


class Convolution:
    """A kernel [height, width, in / groups, out]; `depthwise`: [height, width, in, multiplier]."""

    def __init__(self, channels, filters, size, stride=1, padding="valid", dilation=1, groups=1, depthwise=False):
        self.stride, self.padding, self.dilation, self.groups = stride, padding, dilation, groups
        self.depthwise, self.size = depthwise, size
        multiplier = filters // channels
        self.shapes = {
            "tested/depthwise_kernel" if depthwise else "tested/kernel": (
                (*size, channels, multiplier) if depthwise else (*size, channels // groups, filters)
            ),
            "tested/bias": (filters,),
        }
        if depthwise:
            self.groups = channels

    def __call__(self, x, kernel, bias):
        if self.depthwise:
            kernel = kernel.permute(2, 3, 0, 1).flatten(0, 1).unsqueeze(1)
        else:
            kernel = kernel.permute(3, 2, 0, 1)
        reach = [(size - 1) * self.dilation + 1 for size in self.size]
        rows, columns = [
            zeros_around(extent, window, self.stride, self.padding) for extent, window in zip(x.shape[2:], reach)
        ]
        x = F.pad(x, (*columns, *rows))
        return torch.tanh(F.conv2d(x, kernel, bias, self.stride, 0, self.dilation, self.groups))


class TransposedConvolution:
    """A kernel [height, width, out, in]; "same" gives size * stride, the middle of the full output."""

    def __init__(self, channels, filters, size, strides, padding="valid"):
        self.size, self.strides, self.padding = size, strides, padding
        self.shapes = {"tested/kernel": (*size, filters, channels), "tested/bias": (filters,)}

    def __call__(self, x, kernel, bias):
        y = F.conv_transpose2d(x, kernel.permute(3, 2, 0, 1), None, self.strides)
        if self.padding == "same":
            for axis, (size, stride) in enumerate(zip(self.size, self.strides), 2):
                outputs = x.shape[axis] * stride
                y = y.narrow(axis, zeros_around(outputs, size, stride, "same")[0], outputs)
        return torch.tanh(y + bias[:, None, None])


class BatchNormalization:
    """Moving averages take the batch's variance as it is, where PyTorch scales it by n / (n - 1)."""

    def __init__(self, channels, momentum=0.99, epsilon=1e-3, frozen=False):
        self.momentum, self.epsilon, self.frozen = momentum, epsilon, frozen
        names = ["gamma", "beta", "moving_mean", "moving_variance"]
        self.shapes = {f"tested/{name}": (channels,) for name in names}
        self.untrained = [f"tested/{name}" for name in (names if frozen else names[2:])]

    def __call__(self, x, gamma, beta, mean, variance):
        if self.frozen:
            return F.batch_norm(x, mean, variance, gamma, beta, False, 0, self.epsilon)
        with torch.no_grad():
            batch_variance, batch_mean = torch.var_mean(x, (0, 2, 3), unbiased=False)
            mean.lerp_(batch_mean, 1 - self.momentum)
            variance.lerp_(batch_variance, 1 - self.momentum)
        return F.batch_norm(x, None, None, gamma, beta, True, 0, self.epsilon)


# Size of the images, channels before the layer, the layer.
CASES = {
    "dilation 2, valid": ((8, 7), 2, Convolution(2, 3, (3, 3), dilation=2)),
    "dilation 2, same": ((6, 7), 3, Convolution(3, 2, (3, 3), padding="same", dilation=2)),
    "stride 2, same, even size": ((6, 8), 2, Convolution(2, 3, (3, 3), 2, "same")),
    "stride 3, 4x2 kernel, same": ((8, 7), 2, Convolution(2, 3, (4, 2), 3, "same")),
    "two groups, stride 2, same": ((7, 6), 4, Convolution(4, 6, (3, 3), 2, "same", groups=2)),
    "three groups, dilation 2": ((7, 6), 6, Convolution(6, 3, (3, 3), dilation=2, groups=3)),
    "depthwise, stride 2, same": ((6, 7), 3, Convolution(3, 3, (3, 3), 2, "same", depthwise=True)),
    "depthwise, two filters a channel": ((5, 6), 3, Convolution(3, 6, (2, 3), depthwise=True)),
    "transposed, stride 2, valid": ((3, 4), 2, TransposedConvolution(2, 3, (3, 3), (2, 2))),
    "transposed, stride 2, same": ((3, 4), 2, TransposedConvolution(2, 3, (3, 3), (2, 2), "same")),
    "transposed, 4x2 kernel, strides 2x1, same": ((3, 4), 3, TransposedConvolution(3, 2, (4, 2), (2, 1), "same")),
    "batch normalization": ((4, 5), 3, BatchNormalization(3)),
    "batch normalization, momentum 0.6, epsilon 0.01": ((3, 4), 5, BatchNormalization(5, 0.6, 1e-2)),
    "batch normalization, frozen": ((4, 4), 3, BatchNormalization(3, frozen=True)),
}


def start(name, shape):
    """Vectors lie around 0, factors and variances around 1."""
    values = formula.weight(formula.stream_of(name), shape).astype(np.float64)
    if name.endswith(("gamma", "variance")):
        values = (1 + 4 * values).astype(np.float32).astype(np.float64)
    return torch.tensor(values)


def step(size, channels, layer):
    weights = {name: start(name, shape) for name, shape in layer.shapes.items()}
    weights["stem/kernel"] = start("stem/kernel", (1, 1, 2, channels))
    weights["stem/bias"] = start("stem/bias", (channels,))
    pixels = formula.images(Streams.images(0), (BATCH, *size, 2)) / 255.0
    x = torch.from_numpy(np.ascontiguousarray(pixels.transpose(0, 3, 1, 2)))

    def maps():
        stem = torch.tanh(F.conv2d(x, weights["stem/kernel"].permute(3, 2, 0, 1), weights["stem/bias"]))
        return layer(stem, *[weights[name] for name in layer.shapes])

    before = {name: weight.clone() for name, weight in weights.items()}
    with torch.no_grad():
        features = maps().flatten(1).shape[1]
    for name, weight in before.items():
        weights[name].copy_(weight)  # That pass has moved the averages.
    weights["classifier/kernel"] = start("classifier/kernel", (features, CLASSES))
    weights["classifier/bias"] = start("classifier/bias", (CLASSES,))
    untrained = getattr(layer, "untrained", [])
    for name, weight in weights.items():
        weight.requires_grad = name not in untrained

    flat = maps().permute(0, 2, 3, 1).flatten(1)
    logits = flat @ weights["classifier/kernel"] + weights["classifier/bias"]
    loss = F.cross_entropy(logits, torch.from_numpy(formula.labels(Streams.labels(0), BATCH, CLASSES)))
    loss.backward()
    changes = {}
    for name, weight in weights.items():
        change = -RATE * weight.grad if weight.requires_grad else weight - before[name]
        changes[name] = describe(change.detach().numpy().reshape(-1))
    return {"size": size, "loss": loss.item(), "changes": changes}


def describe(change):
    """Sum, Euclidean norm and some elements, as [index, change]."""
    indices = sorted({int(i) for i in [*np.linspace(0, change.size - 1, 3), *np.argsort(-np.abs(change))[:3]]})
    return {
        "sum": float(change.sum()),
        "norm": float(np.sqrt((change * change).sum())),
        "samples": [[i, float(change[i])] for i in indices],
    }


def main():
    cases = {name: step(*case) for name, case in CASES.items()}
    document = {"batchSize": BATCH, "rate": RATE, "cases": cases}
    text = json.dumps(document, separators=(",", ":")) + "\n"
    pathlib.Path(__file__).with_name("layer-steps.json").write_text(text)


if __name__ == "__main__":
    main()
