"""Reference values from scikit-learn for the metrics of @imgcls/evaluation.

Run: python3 make-metrics.py   (scikit-learn 1.9, NumPy; writes metrics.json beside this file)

All metrics are computed with labels=range(classes), as the package does. NaN is stored as null.
"""
import json
import math
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m
from sklearn.preprocessing import label_binarize

warnings.simplefilter("ignore")
rng = np.random.default_rng(20261127)


def predictions(samples, classes, skill, labels=None, eighths=False):
    labels = rng.integers(0, classes, samples) if labels is None else np.asarray(labels)
    logits = rng.normal(size=(samples, classes))
    logits[np.arange(samples), labels] += skill
    exponent = np.exp(logits)
    probabilities = exponent / exponent.sum(axis=1, keepdims=True)
    if eighths:
        # Many ties: multiples of 1/8 that still sum to 1.
        probabilities = np.floor(probabilities * 8) / 8
        probabilities[:, 0] += 1 - probabilities.sum(axis=1)
    return labels, probabilities


def binary(labels, classes):
    if classes == 1:
        return np.ones((len(labels), 1), int)
    return np.eye(classes, dtype=int)[labels]


def rank_metrics(labels, p, w):
    classes = p.shape[1]
    if classes == 2:
        auc = m.roc_auc_score(labels, p[:, 1], sample_weight=w)
        ap = m.average_precision_score(labels, p[:, 1], sample_weight=w)
        names = ("roc_auc_ovr", "roc_auc_ovr_weighted", "roc_auc_ovo", "roc_auc_ovo_weighted")
        return {
            **{name: auc for name in names},
            **{f"average_precision_{a}": ap for a in ("micro", "macro", "weighted")},
        }
    one_hot = label_binarize(labels, classes=range(classes))
    values = {
        f"average_precision_{a}": m.average_precision_score(one_hot, p, average=a, sample_weight=w)
        for a in ("micro", "macro", "weighted")
    }
    for name, average in (("", "macro"), ("_weighted", "weighted")):
        shared = {"average": average, "labels": range(classes)}
        values[f"roc_auc_ovr{name}"] = m.roc_auc_score(
            labels, p, multi_class="ovr", sample_weight=w, **shared
        )
        # scikit-learn refuses weights here, and one class alone leaves nothing to average.
        if w is None and len(set(labels)) > 1:
            values[f"roc_auc_ovo{name}"] = m.roc_auc_score(labels, p, multi_class="ovo", **shared)
    return values


def label_metrics(labels, predicted, classes, w):
    shared = {"labels": range(classes), "sample_weight": w, "zero_division": 0}
    values = {
        "accuracy": m.accuracy_score(labels, predicted, sample_weight=w),
        "balanced_accuracy": m.balanced_accuracy_score(labels, predicted, sample_weight=w),
        "matthews_corrcoef": m.matthews_corrcoef(labels, predicted, sample_weight=w),
    }
    for name, weights in (("", None), ("_linear", "linear"), ("_quadratic", "quadratic")):
        values[f"cohen_kappa{name}"] = m.cohen_kappa_score(
            labels, predicted, labels=range(classes), weights=weights, sample_weight=w
        )
    functions = {
        "precision": m.precision_score,
        "recall": m.recall_score,
        "f1": m.f1_score,
        "jaccard": m.jaccard_score,
    }
    for name, function in functions.items():
        for average in ("micro", "macro", "weighted"):
            values[f"{name}_{average}"] = function(labels, predicted, average=average, **shared)
    per_class = {name: function(labels, predicted, average=None, **shared) for name, function in functions.items()}
    f2 = {
        str(average): m.fbeta_score(labels, predicted, beta=2, average=average, **shared)
        for average in ("micro", "macro", "weighted")
    }
    matrices = {
        str(normalize): m.confusion_matrix(
            labels, predicted, labels=range(classes), normalize=normalize, sample_weight=w
        )
        for normalize in (None, "true", "pred", "all")
    }
    return values, {"perClass": per_class, "f2": f2, "confusionMatrix": matrices}


def log_loss(labels, p, w, epsilon):
    # scikit-learn computes float32 in float32; its clipping, in float64.
    true = np.clip(p[np.arange(len(labels)), labels], epsilon, 1 - epsilon)
    own = np.average(-np.log(true), weights=w)
    if epsilon == np.finfo(np.float64).eps and p.shape[1] > 1:
        assert math.isclose(own, m.log_loss(labels, p, labels=range(p.shape[1]), sample_weight=w), rel_tol=1e-12)
    return own


def curves(labels, p, w, positive):
    truth = labels == positive
    found = {}
    for drop in (True, False):
        fpr, tpr, thresholds = m.roc_curve(truth, p[:, positive], sample_weight=w, drop_intermediate=drop)
        found[f"roc-{drop}"] = [fpr, tpr, thresholds[1:]]
        found[f"pr-{drop}"] = m.precision_recall_curve(
            truth, p[:, positive], sample_weight=w, drop_intermediate=drop
        )
    return found


def case(name, labels, p, w=None, single=False, curve=None):
    p = p.astype(np.float32) if single else p
    wide = p.astype(np.float64)
    classes = p.shape[1]
    predicted = wide.argmax(axis=1)
    values, more = label_metrics(labels, predicted, classes, w)
    if classes > 2:
        for k in (3, 5):
            values[f"top_{k}_accuracy"] = m.top_k_accuracy_score(
                labels, wide, k=k, labels=range(classes), sample_weight=w
            )
    values["log_loss"] = log_loss(labels, wide, w, np.finfo(p.dtype).eps)
    if classes > 1:
        # Of one class scikit-learn divides by its rounding error, and float32 it computes in float32.
        if len(set(labels)) > 1 and not single:
            values["d2_log_loss_score"] = m.d2_log_loss_score(labels, p, labels=range(classes), sample_weight=w)
        values["brier_score"] = m.brier_score_loss(labels, wide, labels=range(classes), sample_weight=w)
        values |= rank_metrics(labels, wide, w)
    return {
        "name": name,
        "type": str(p.dtype),
        "labels": labels,
        "classes": classes,
        "probabilities": wide.ravel(),
        "weights": w,
        "values": values,
        **more,
        "curves": None if curve is None else {"positive": curve, **curves(labels, wide, w, curve)},
    }


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, float):
        return None if math.isnan(value) else float(value)
    return value


def one_hot(predicted, classes):
    return np.eye(classes)[np.asarray(predicted)]


weights = rng.uniform(0, 3, 150)
weights[::10] = 0
cases = [
    case("random", *predictions(150, 6, 1.0), curve=2),
    case("random, float32", *predictions(150, 6, 1.0), single=True, curve=0),
    case("weights, some of them 0", *predictions(150, 6, 1.0), w=weights, curve=1),
    case("ties", *predictions(150, 5, 1.0, eighths=True), curve=0),
    case("ties and weights", *predictions(150, 5, 1.0, eighths=True), w=weights, curve=3),
    case("two classes", *predictions(80, 2, 1.0), curve=1),
    case("two classes, ties and weights", *predictions(150, 2, 1.0, eighths=True), w=weights, curve=1),
    case("classes without samples", *predictions(60, 6, 1.0, rng.integers(0, 3, 60) * 2), curve=1),
    case("classes that are never predicted", np.arange(40) % 4, one_hot([0, 1] * 20, 4), curve=3),
    case("one class in the labels", *predictions(30, 4, 0.5, np.full(30, 2)), curve=2),
    case("one class in labels and predictions", np.full(10, 1), one_hot([1] * 10, 3)),
    case("all right and sure", np.arange(12) % 4, one_hot(np.arange(12) % 4, 4), curve=1),
    case("all wrong and sure", np.arange(12) % 4, one_hot((np.arange(12) + 1) % 4, 4), curve=1),
    case("all the same", np.arange(12) % 4, np.full((12, 4), 0.25), curve=0),
    case("one sample", np.array([1]), np.array([[0.2, 0.3, 0.5]])),
    case("40 classes", *predictions(120, 40, 2.0)),
]

path = pathlib.Path(__file__).with_name("metrics.json")
text = json.dumps(plain({"scikitLearn": sklearn.__version__, "cases": cases}), separators=(",", ":"))
path.write_text(text + "\n")
print(f"{len(cases)} cases, {path.stat().st_size} bytes")
