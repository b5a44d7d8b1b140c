"""Golden values: five updates of every optimizer in float64, in PyTorch where its formula is the one meant.

Run `python3 optimizer_steps.py` in this folder; it writes optimizer-steps.json beside itself. Written for PyTorch 1.13.

Three weights (the kernel of a convolution, of a dense layer, a bias) start at the formula's numbers and get the
formula's gradients. Where PyTorch 1.13 lacks an optimizer or computes something else, the paper's algorithm is written
out in NumPy below.
"""

import json
import pathlib

import numpy as np
import torch

import formula

SHAPES = {"conv/kernel": (3, 2, 3, 8), "head/kernel": (4, 6), "conv/bias": (8,)}
STEPS = 5
RATES = [0.1, 0.1, 0.05, 0.05, 0.02]


def start():
    return {name: formula.weight(i, shape).astype(np.float64) for i, (name, shape) in enumerate(SHAPES.items())}


def gradients(step):
    return {
        name: formula.weight(5000 + 10 * step + i, shape).astype(np.float64)
        for i, (name, shape) in enumerate(SHAPES.items())
    }


class Torch:
    """An optimizer of PyTorch; `groups` gives factors of the rate and decays by the weight's name."""

    def __init__(self, make, clip=None, groups=None, accumulate=1):
        self.make, self.clip, self.groups, self.accumulate = make, clip, groups or {}, accumulate

    def run(self, rates):
        weights = {name: torch.tensor(value, requires_grad=True) for name, value in start().items()}
        optimizer = self.make([{"params": [w], **self.groups.get(name, {})} for name, w in weights.items()])
        factors = [group["lr"] for group in optimizer.param_groups]
        averages, history = None, []
        for step, rate in enumerate(rates):
            for name, gradient in gradients(step).items():
                part = torch.tensor(gradient) / self.accumulate
                weights[name].grad = part if weights[name].grad is None else weights[name].grad + part
            if (step + 1) % self.accumulate == 0:
                if self.clip:
                    self.clip(list(weights.values()))
                for group, factor in zip(optimizer.param_groups, factors):
                    group["lr"] = rate * factor
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
                values = {name: w.detach().numpy().copy() for name, w in weights.items()}
                if averages is None:
                    averages = values
                else:
                    averages = {n: 0.9 * averages[n] + 0.1 * values[n] for n in values}
            history.append(({name: w.detach().numpy().copy() for name, w in weights.items()}, averages))
        return history


class Formula:
    """`update(name, w, g, state, rate, step)` gives the next w and changes the state."""

    def __init__(self, update):
        self.update = update

    def run(self, rates):
        weights, states, history = start(), {name: {} for name in SHAPES}, []
        for step, rate in enumerate(rates):
            for name, gradient in gradients(step).items():
                weights[name] = self.update(name, weights[name], gradient, states[name], rate, step)
            history.append(({name: w.copy() for name, w in weights.items()}, None))
        return history


def rmsprop(name, w, g, state, rate, step, rho=0.9, momentum=0.6, epsilon=0.01):
    """Keras: epsilon under the root, the learning rate in the velocity, centred."""
    state["s"] = rho * state.get("s", 0) + (1 - rho) * g**2
    state["a"] = rho * state.get("a", 0) + (1 - rho) * g
    state["v"] = momentum * state.get("v", 0) + rate * g / np.sqrt(state["s"] - state["a"] ** 2 + epsilon)
    return w - state["v"]


def adagrad(name, w, g, state, rate, step, epsilon=0.01):
    """Keras: epsilon under the root."""
    state["s"] = state.get("s", 0.1) + g**2
    return w - rate * g / np.sqrt(state["s"] + epsilon)


def adamax(name, w, g, state, rate, step, beta1=0.8, beta2=0.9, epsilon=0.01):
    """Keras: epsilon added to the largest gradient."""
    state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
    state["u"] = np.maximum(beta2 * state.get("u", 0), np.abs(g))
    return w - rate * state["m"] / ((1 - beta1 ** (step + 1)) * (state["u"] + epsilon))


def lion(name, w, g, state, rate, step, beta1=0.9, beta2=0.99, decay=0.3):
    """Chen et al., 2023, Algorithm 2, with the decay before the step."""
    m = state.get("m", 0)
    state["m"] = beta2 * m + (1 - beta2) * g
    return (1 - rate * decay) * w - rate * np.sign(beta1 * m + (1 - beta1) * g)


def lars(name, w, g, state, rate, step, momentum=0.9, trust=0.02, decay=0.05):
    """You et al., 2017, Algorithm 1; weights of one axis are neither scaled nor decayed."""
    local = 1.0
    if w.ndim > 1:
        local = trust * np.linalg.norm(w) / (np.linalg.norm(g) + decay * np.linalg.norm(w))
        g = g + decay * w
    state["v"] = momentum * state.get("v", 0) + rate * local * g
    return w - state["v"]


def orthogonal(matrix, steps):
    """The quintic iteration of Muon's reference, in float64."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
    x = x / (np.linalg.norm(x) + 1e-7)
    for _ in range(steps):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x if matrix.shape[0] <= matrix.shape[1] else x.T


def muon(name, w, g, state, rate, step, momentum=0.95, decay=0.1, steps=5):
    """Jordan et al., 2024: kernels as [filters, the rest]; the bias and the head by AdamW with a tenth of the rate."""
    if w.ndim == 1 or name.startswith("head/"):
        rate, beta1, beta2 = 0.1 * rate, 0.9, 0.999
        state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
        state["v"] = beta2 * state.get("v", 0) + (1 - beta2) * g**2
        mean, variance = state["m"] / (1 - beta1 ** (step + 1)), state["v"] / (1 - beta2 ** (step + 1))
        return (1 - rate * 0.004) * w - rate * mean / (np.sqrt(variance) + 1e-7)
    state["v"] = momentum * state.get("v", 0) + g
    direction = g + momentum * state["v"]
    matrix = direction.reshape(-1, w.shape[-1]).T
    scale = max(1, matrix.shape[0] / matrix.shape[1]) ** 0.5
    step = (orthogonal(matrix, steps) * scale).T.reshape(w.shape)
    return (1 - rate * decay) * w - rate * step


optim = torch.optim
GROUPS = {"head/kernel": {"lr": 0.5, "weight_decay": 0.0}, "conv/bias": {"lr": 4.0}}
CONSTANT = [0.1] * STEPS
CASES = {
    "SGD": ({"type": "sgd"}, RATES, Torch(lambda p: optim.SGD(p, lr=1.0))),
    "SGD with momentum": (
        {"type": "sgd", "momentum": 0.9},
        RATES,
        Torch(lambda p: optim.SGD(p, lr=1.0, momentum=0.9)),
    ),
    "SGD with Nesterov momentum": (
        {"type": "sgd", "momentum": 0.9, "nesterov": True},
        RATES,
        Torch(lambda p: optim.SGD(p, lr=1.0, momentum=0.9, nesterov=True)),
    ),
    "Adam": ({"type": "adam"}, RATES, Torch(lambda p: optim.Adam(p, lr=1.0, eps=1e-7))),
    "Adam with other numbers": (
        {"type": "adam", "beta1": 0.8, "beta2": 0.9, "epsilon": 0.01},
        RATES,
        Torch(lambda p: optim.Adam(p, lr=1.0, betas=(0.8, 0.9), eps=0.01)),
    ),
    "AdamW": ({"type": "adamw"}, RATES, Torch(lambda p: optim.AdamW(p, lr=1.0, eps=1e-7, weight_decay=0.004))),
    "AdamW with weight decay": (
        {"type": "adamw", "weightDecay": 0.5},
        RATES,
        Torch(lambda p: optim.AdamW(p, lr=1.0, eps=1e-7, weight_decay=0.5)),
    ),
    "Adamax, its epsilon of no account": (
        {"type": "adamax", "epsilon": 1e-20},
        RATES,
        Torch(lambda p: optim.Adamax(p, lr=1.0, eps=1e-20)),
    ),
    "Adamax with Keras's epsilon": (
        {"type": "adamax", "beta1": 0.8, "beta2": 0.9, "epsilon": 0.01},
        RATES,
        Formula(adamax),
    ),
    "RMSprop, its epsilon of no account": (
        {"type": "rmsprop", "epsilon": 1e-20},
        RATES,
        Torch(lambda p: optim.RMSprop(p, lr=1.0, alpha=0.9, eps=1e-20)),
    ),
    "RMSprop, centred, with momentum": (
        {"type": "rmsprop", "epsilon": 1e-20, "momentum": 0.6, "centered": True},
        CONSTANT,
        Torch(lambda p: optim.RMSprop(p, lr=1.0, alpha=0.9, eps=1e-20, momentum=0.6, centered=True)),
    ),
    "RMSprop with Keras's epsilon": (
        {"type": "rmsprop", "epsilon": 0.01, "momentum": 0.6, "centered": True},
        RATES,
        Formula(rmsprop),
    ),
    "Adagrad, its epsilon of no account": (
        {"type": "adagrad", "epsilon": 1e-20},
        RATES,
        Torch(lambda p: optim.Adagrad(p, lr=1.0, eps=1e-20, initial_accumulator_value=0.1)),
    ),
    "Adagrad with Keras's epsilon": ({"type": "adagrad", "epsilon": 0.01}, RATES, Formula(adagrad)),
    "Lion with weight decay": ({"type": "lion", "weightDecay": 0.3}, RATES, Formula(lion)),
    "LARS": ({"type": "lars", "trustCoefficient": 0.02, "weightDecay": 0.05}, RATES, Formula(lars)),
    "Muon": ({"type": "muon", "excludeLayers": ["head"]}, RATES, Formula(muon)),
    "clipping of every gradient's norm": (
        {"type": "sgd", "momentum": 0.9, "clipNorm": 0.3},
        RATES,
        Torch(
            lambda p: optim.SGD(p, lr=1.0, momentum=0.9),
            clip=lambda ws: [clip_norm([w], 0.3) for w in ws],
        ),
    ),
    "clipping of the norm of all gradients": (
        {"type": "adam", "globalClipNorm": 0.5},
        RATES,
        Torch(lambda p: optim.Adam(p, lr=1.0, eps=1e-7), clip=lambda ws: clip_norm(ws, 0.5)),
    ),
    "clipping of values": (
        {"type": "sgd", "clipValue": 0.05},
        RATES,
        Torch(lambda p: optim.SGD(p, lr=1.0), clip=lambda ws: torch.nn.utils.clip_grad_value_(ws, 0.05)),
    ),
    "groups": (
        {
            "type": "adamw",
            "weightDecay": 0.2,
            "groups": [
                {"match": "head/*", "learningRateMultiplier": 0.5, "weightDecay": 0},
                {"match": "*/bias", "learningRateMultiplier": 4},
            ],
        },
        RATES,
        Torch(lambda p: optim.AdamW(p, lr=1.0, eps=1e-7, weight_decay=0.2), groups=GROUPS),
    ),
    "accumulation, clipping and an average": (
        {
            "type": "adamw",
            "gradientAccumulationSteps": 2,
            "globalClipNorm": 0.5,
            "useEma": True,
            "emaMomentum": 0.9,
        },
        RATES,
        Torch(
            lambda p: optim.AdamW(p, lr=1.0, eps=1e-7, weight_decay=0.004),
            clip=lambda ws: clip_norm(ws, 0.5),
            accumulate=2,
        ),
    ),
}


def clip_norm(weights, limit):
    """`clip_grad_norm_` without the 1e-6 that it adds to the norm."""
    norm = torch.sqrt(sum((w.grad**2).sum() for w in weights))
    for w in weights:
        w.grad = w.grad * limit / max(norm, torch.tensor(limit))


def plain(values):
    return {name: [float(f"{x:.9g}") for x in value.reshape(-1)] for name, value in values.items()}


def main():
    cases = []
    for name, (config, rates, runner) in CASES.items():
        history = runner.run(rates)
        case = {"name": name, "config": {**config, "learningRate": rates[0]}, "rates": rates}
        case["weights"] = [plain(weights) for weights, _ in history[:: STEPS - 1]]
        if config.get("useEma"):
            case["averages"] = plain(history[-1][1])
        cases.append(case)
    document = {
        "about": "weights after the first and the fifth step, in float64, written by optimizer_steps.py",
        "shapes": SHAPES,
        "cases": cases,
    }
    path = pathlib.Path(__file__).with_name("optimizer-steps.json")
    path.write_text(json.dumps(document) + "\n")


if __name__ == "__main__":
    main()
