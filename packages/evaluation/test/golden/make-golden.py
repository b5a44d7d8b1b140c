"""Reference values from scikit-learn for @imgcls/evaluation.

Run: python3 make-golden.py   (scikit-learn 1.9, NumPy; writes golden.json beside this file)

Probabilities are stored in ten-thousandths; both sides compute from float32(n / 10000).
"""
import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.metrics import (
    accuracy_score,
    classification_report,
    confusion_matrix,
    precision_recall_fscore_support,
    top_k_accuracy_score,
)

warnings.simplefilter("ignore")
rng = np.random.default_rng(20261121)


def predictions(samples, classes, sharpness, labels=None):
    labels = rng.integers(0, classes, samples) if labels is None else np.asarray(labels)
    logits = rng.normal(size=(samples, classes))
    logits[np.arange(samples), labels] += sharpness
    exponent = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = np.rint(exponent / exponent.sum(axis=1, keepdims=True) * 1e4) / 1e4
    return probabilities.astype(np.float32), labels


def averages(labels, predicted, classes, average):
    p, r, f, _ = precision_recall_fscore_support(
        labels, predicted, labels=range(classes), average=average, zero_division=0
    )
    return {"precision": p, "recall": r, "f1": f}


def case(name, probabilities, labels, names, ks=(1, 2, 3, 5), digits=(2, 0, 4, 7)):
    classes = len(names)
    predicted = probabilities.argmax(axis=1)
    wide = probabilities.astype(np.float64)
    true = np.clip(wide[np.arange(len(labels)), labels], 1e-7, 1 - 1e-7)
    p, r, f, s = precision_recall_fscore_support(
        labels, predicted, labels=range(classes), average=None, zero_division=0
    )
    # Two columns are another metric in scikit-learn ("binary"), one column is refused.
    top = {
        str(k): float(top_k_accuracy_score(labels, wide, k=k, labels=range(classes)))
        for k in ks
        if classes > 2
    }
    return {
        "name": name,
        "classNames": names,
        "labels": labels.tolist(),
        "tenThousandths": np.rint(probabilities.ravel() * 1e4).astype(int).tolist(),
        "loss": float(np.mean(-np.log(true))),
        "accuracy": float(accuracy_score(labels, predicted)),
        "topK": top,
        "confusionMatrix": confusion_matrix(labels, predicted, labels=range(classes)).tolist(),
        "perClass": [
            {"class": names[i], "precision": p[i], "recall": r[i], "f1": f[i], "support": int(s[i])}
            for i in range(classes)
        ],
        "macro": averages(labels, predicted, classes, "macro"),
        "weighted": averages(labels, predicted, classes, "weighted"),
        "reports": {
            str(d): classification_report(
                labels, predicted, labels=range(classes), target_names=names, digits=d, zero_division=0
            )
            for d in digits
        },
    }


def one_hot(predicted, classes):
    return np.eye(classes, dtype=np.float32)[np.asarray(predicted)]


digit_names = [str(i) for i in range(10)]
cases = [
    case("ten classes", *predictions(400, 10, 2.0), digit_names),
    case("hardly better than chance", *predictions(300, 10, 0.3), digit_names),
    case("three classes", *predictions(60, 3, 1.0), ["cat", "dog", "owl"]),
    case("two classes", *predictions(50, 2, 1.0), ["no", "yes"]),
    case("130 classes", *predictions(260, 130, 3.0), [f"class {i}" for i in range(130)]),
    case(
        "classes that never occur",
        *predictions(80, 6, 2.0, rng.integers(0, 2, 80) * 3),
        list("abcdef"),
    ),
    case("a class that is never predicted", one_hot([0, 0, 1, 1, 0], 3), np.array([0, 2, 1, 2, 0]), list("xyz")),
    case("a class that neither occurs nor is predicted", one_hot([0, 1, 1, 0], 3), np.array([0, 1, 0, 1]), list("xyz")),
    case("one class", np.ones((7, 1), np.float32), np.zeros(7, int), ["only"]),
    case("one image", one_hot([2], 3), np.array([1]), list("xyz")),
    case("all wrong", one_hot([1, 2, 0, 1], 3), np.array([0, 1, 2, 0]), list("xyz")),
    case("all right", one_hot([0, 1, 2, 1], 3), np.array([0, 1, 2, 1]), list("xyz")),
    case(
        "ties in every row",
        np.tile(np.array([0.25, 0.25, 0.25, 0.25], np.float32), (8, 1)),
        np.array([0, 1, 2, 3, 0, 1, 2, 3]),
        list("wxyz"),
    ),
    # 1/8, 3/8, 5/8 and 7/8 sit exactly between two decimals.
    case("eighths", one_hot([0] + [1] * 7 + [0] * 5 + [1] * 3, 2), np.array([0] * 8 + [1] * 8), ["a", "b"]),
    case(
        "long and unusual names",
        *predictions(40, 4, 1.0),
        ["a" * 40, "Zürich größer", "猫 と 犬", "🦉 owl"],
    ),
]

path = pathlib.Path(__file__).with_name("golden.json")
path.write_text(
    json.dumps({"scikitLearn": sklearn.__version__, "cases": cases}, ensure_ascii=False, separators=(",", ":")) + "\n"
)
print(f"{len(cases)} cases, {path.stat().st_size} bytes")
