"""Reference values for likelyLabelErrors of @imgcls/evaluation.

Run: python3 make-label-errors.py   (cleanlab 2.9, NumPy; writes label-errors.json beside this file)

Labels are right, then some are replaced; probabilities are softmax of logits around the right class, of classes that are told apart well and
of others that are not. `found` are the positions that cleanlab's find_label_issues gives.
"""
import json
import pathlib

import cleanlab
import numpy as np
from cleanlab.filter import find_label_issues

rng = np.random.default_rng(20261128)


def case(name, images, classes, share, sharpness, to_next):
    right = rng.integers(0, classes, images)
    planted = np.sort(rng.permutation(images)[: int(images * share)])
    labels = right.copy()
    step = 1 if to_next else rng.integers(1, classes, len(planted))
    labels[planted] = (right[planted] + step) % classes
    strength = np.linspace(sharpness / 2, sharpness, classes)[right]
    logits = rng.normal(0, 1, (images, classes))
    logits[np.arange(images), right] += strength
    p = np.exp(logits)
    ten_thousandths = np.round(10_000 * p / p.sum(1, keepdims=True)).astype(int)
    ten_thousandths[:, -1] += 10_000 - ten_thousandths.sum(1)
    assert ten_thousandths.min() >= 0
    p = ten_thousandths / 10_000
    found = find_label_issues(labels, p, return_indices_ranked_by="self_confidence", n_jobs=1).tolist()
    return dict(name=name, classes=classes, tenThousandths=ten_thousandths.ravel().tolist(), labels=labels.tolist(),
                planted=planted.tolist(), found=found)


cases = [
    case("three classes, told apart well", 200, 3, 0.1, 8, False),
    case("five classes, many errors", 240, 5, 0.25, 5, False),
    case("six classes, always taken for the next one", 250, 6, 0.15, 4, True),
]
target = pathlib.Path(__file__).with_name("label-errors.json")
target.write_text(json.dumps(dict(cleanlab=cleanlab.__version__, cases=cases), separators=(",", ":")) + "\n")
