"""scikit-learn's half of bench/metrics.ts: milliseconds of each metric as JSON.

    python3 metrics.py FOLDER CLASSES
"""
import json
import pathlib
import sys
import time
import warnings

import numpy as np
from sklearn import metrics as m
from sklearn.preprocessing import label_binarize

warnings.simplefilter("ignore")
folder, classes = pathlib.Path(sys.argv[1]), int(sys.argv[2])
y = np.fromfile(folder / "labels.bin", np.int32)
p = np.fromfile(folder / "probabilities.bin", np.float32).reshape(len(y), classes)
labels = range(classes)
ROUNDS = 3


def predicted():
    return p.argmax(axis=1)


def binary():
    return label_binarize(y, classes=labels)


cases = {
    "accuracy": lambda: m.accuracy_score(y, predicted()),
    "balanced_accuracy": lambda: m.balanced_accuracy_score(y, predicted()),
    "matthews_corrcoef": lambda: m.matthews_corrcoef(y, predicted()),
    "log_loss": lambda: m.log_loss(y, p, labels=labels),
    "brier_score": lambda: m.brier_score_loss(y, p, labels=labels),
}
for k in (3, 5):
    cases[f"top_{k}_accuracy"] = lambda k=k: m.top_k_accuracy_score(y, p, k=k, labels=labels)
for name, function in {
    "precision": m.precision_score,
    "recall": m.recall_score,
    "f1": m.f1_score,
    "jaccard": m.jaccard_score,
}.items():
    for average in ("micro", "macro", "weighted"):
        cases[f"{name}_{average}"] = lambda function=function, average=average: function(
            y, predicted(), average=average, labels=labels, zero_division=0
        )
for name, weights in (("", None), ("_linear", "linear"), ("_quadratic", "quadratic")):
    cases[f"cohen_kappa{name}"] = lambda weights=weights: m.cohen_kappa_score(y, predicted(), weights=weights)
for average in ("micro", "macro", "weighted"):
    cases[f"average_precision_{average}"] = lambda average=average: m.average_precision_score(
        binary(), p, average=average
    )
for way in ("ovr", "ovo"):
    for name, average in (("", "macro"), ("_weighted", "weighted")):
        cases[f"roc_auc_{way}{name}"] = lambda way=way, average=average: m.roc_auc_score(
            y, p, multi_class=way, average=average, labels=labels
        )

found = {}
for name, case in cases.items():
    times = []
    for _ in range(1 if "ovo" in name else ROUNDS):
        start = time.perf_counter()
        case()
        times.append(1000 * (time.perf_counter() - start))
    found[name] = float(np.median(times))
print(json.dumps(found))
