"""Golden values: every loss with its gradient in PyTorch, float64.

Run `python3 losses.py` in this folder; it writes losses.json beside itself. Written for PyTorch 1.13.

Cross-entropies are PyTorch's own. The others are Keras's formulas, differentiated by PyTorch. Outputs, labels and
weights are the formula's.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

import formula

BATCH, CLASSES = 6, 5
EPSILON = 1e-7


def uniform(stream, shape, low, high):
    return torch.tensor(low + (high - low) * formula.uniform(stream, int(np.prod(shape))).reshape(shape))


LOGITS = uniform(7000, (BATCH, CLASSES), -4, 4)
PROBABILITIES = uniform(7001, (BATCH, CLASSES), 0.02, 0.98)
LABELS = torch.tensor(formula.labels(7002, BATCH, CLASSES))
SAMPLE_WEIGHTS = uniform(7003, (BATCH,), 0, 2)
CLASS_WEIGHTS = [0.5, 1, 2, 0, 3]
SOFT = uniform(7004, (BATCH, CLASSES), 0, 1)
SOFT = SOFT / SOFT.sum(1, keepdim=True)
HARD = F.one_hot(LABELS, CLASSES).double()


def normalized(y):
    return (y / y.sum(1, keepdim=True)).clamp(EPSILON, 1 - EPSILON)


def categorical(y, t, logits, smoothing=0.0):
    if logits:
        return F.cross_entropy(y, t, reduction="none", label_smoothing=smoothing)
    return -((t * (1 - smoothing) + smoothing / CLASSES) * normalized(y).log()).sum(1)


def binary(y, t, logits, smoothing=0.0):
    t = t * (1 - smoothing) + smoothing / 2
    if logits:
        return F.binary_cross_entropy_with_logits(y, t, reduction="none").mean(1)
    return F.binary_cross_entropy(y.clamp(EPSILON, 1 - EPSILON), t, reduction="none").mean(1)


def focal(y, t, logits, smoothing=0.0, alpha=0.25, gamma=2.0):
    t = t * (1 - smoothing) + smoothing / CLASSES
    p = normalized(y.softmax(1) if logits else y)
    return -(alpha * t * (1 - p) ** gamma * p.log()).sum(1)


def squared(y, t, logits):
    return ((y - t) ** 2).mean(1)


FAMILIES = {
    "categoricalCrossentropy": (categorical, True),
    "binaryCrossentropy": (binary, True),
    "categoricalFocalCrossentropy": (focal, True),
    "meanSquaredError": (squared, False),
}
OPTIONS = {
    "labelSmoothing": "smoothing",
    "alpha": "alpha",
    "gamma": "gamma",
}
VARIANTS = {
    "hard labels": {},
    "soft labels": {"soft": True},
    "sample weights": {"sample": True},
    "class weights": {"classes": True},
    "soft labels with both weights": {"soft": True, "sample": True, "classes": True},
}


def case(name, config, soft=False, sample=False, classes=False):
    loss, _ = FAMILIES[config["type"]]
    logits = config.get("fromLogits", False)
    outputs = (LOGITS if logits else PROBABILITIES).clone().requires_grad_()
    targets = SOFT if soft else HARD
    options = {OPTIONS[key]: value for key, value in config.items() if key in OPTIONS}
    factors = torch.ones(BATCH, dtype=torch.float64)
    if sample:
        factors = factors * SAMPLE_WEIGHTS
    if classes:
        factors = factors * (targets * torch.tensor(CLASS_WEIGHTS, dtype=torch.float64)).sum(1)
        config = {**config, "classWeights": CLASS_WEIGHTS}
    value = (factors * loss(outputs, targets, logits, **options)).mean()
    value.backward()
    return {
        "name": name,
        "config": config,
        "softLabels": soft,
        "sampleWeights": sample,
        "loss": value.item(),
        "gradient": [float(f"{x:.9g}") for x in outputs.grad.reshape(-1)],
    }


def main():
    cases = []
    for name, (_, is_classification) in FAMILIES.items():
        for form in (["logits", "probabilities"] if is_classification else ["outputs"]):
            config = {"type": name, **({"fromLogits": True} if form == "logits" else {})}
            for variant, options in VARIANTS.items():
                cases.append(case(f"{name} of {form}, {variant}", config, **options))
            if is_classification:
                smooth = {**config, "labelSmoothing": 0.2}
                cases.append(case(f"{name} of {form}, smoothed", smooth))
            if name == "categoricalFocalCrossentropy":
                other = {**config, "alpha": 0.7, "gamma": 0.5}
                cases.append(case(f"{name} of {form}, other numbers", other))
    document = {
        "about": "losses and gradients by the outputs in float64, written by losses.py",
        "batchSize": BATCH,
        "classes": CLASSES,
        "logits": LOGITS.reshape(-1).tolist(),
        "probabilities": PROBABILITIES.reshape(-1).tolist(),
        "labels": LABELS.tolist(),
        "softLabels": SOFT.reshape(-1).tolist(),
        "sampleWeights": SAMPLE_WEIGHTS.tolist(),
        "cases": cases,
    }
    pathlib.Path(__file__).with_name("losses.json").write_text(json.dumps(document) + "\n")


if __name__ == "__main__":
    main()
