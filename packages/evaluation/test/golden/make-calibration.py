"""Reference values for the calibration of @imgcls/evaluation.

Run: python3 make-calibration.py   (scikit-learn 1.9, SciPy, NumPy; writes calibration.json beside this file)

scikit-learn stops its searches early (about 1e-6 of a parameter); the same functions are minimized further here, and are
compared with what scikit-learn found.
"""
import json
import pathlib

import numpy as np
import sklearn
from scipy.optimize import brentq, minimize
from scipy.special import expit, log_softmax, softmax
from sklearn.calibration import _sigmoid_calibration, _TemperatureScaling, calibration_curve
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(20261128)


def isotonic(p, labels, w):
    """As CalibratedClassifierCV puts the classes together."""
    own = [1] if p.shape[1] == 2 else range(p.shape[1])
    columns = []
    for k in own:
        regression = IsotonicRegression(out_of_bounds="clip").fit(p[:, k], labels == k, w)
        columns.append(regression.predict(p[:, k]))
    found = np.stack(columns, axis=1)
    if p.shape[1] == 2:
        return np.hstack([1 - found, found])
    sums = found.sum(axis=1, keepdims=True)
    return np.divide(found, sums, out=np.full_like(found, 1 / p.shape[1]), where=sums != 0)


def temperature(logits, labels, w):
    def slope(log_beta):
        beta = np.exp(log_beta)
        p = softmax(beta * logits, axis=1)
        own = logits[np.arange(len(labels)), labels]
        return np.sum(w * beta * ((p * logits).sum(axis=1) - own))

    found = np.exp(-brentq(slope, -10, 10, xtol=1e-15, rtol=1e-14))
    theirs = 1 / _TemperatureScaling().fit(logits, labels, w).beta_
    assert abs(found - theirs) < 1e-6 * found, (found, theirs)
    return found


def sigmoid(scores, truth, w):
    n1, n0 = w[truth].sum(), w[~truth].sum()
    t = np.where(truth, (n1 + 1) / (n1 + 2), 1 / (n0 + 2))

    def loss(ab):
        u = ab[0] * scores + ab[1]
        return np.sum(w * (np.logaddexp(0, u) - (1 - t) * u))

    def gradient(ab):
        error = w * (t - expit(-(ab[0] * scores + ab[1])))
        return np.array([error @ scores, error.sum()])

    def hessian(ab):
        p = expit(-(ab[0] * scores + ab[1]))
        v = w * p * (1 - p)
        return np.array([[v @ scores**2, v @ scores], [v @ scores, v.sum()]])

    theirs = np.array(_sigmoid_calibration(scores, truth.astype(int), w))
    found = minimize(loss, theirs, jac=gradient, hess=hessian, method="trust-exact", options={"gtol": 1e-13}).x
    for _ in range(5):
        found = found - np.linalg.solve(hessian(found), gradient(found))
    assert np.allclose(found, theirs, atol=1e-3, rtol=1e-3), (found, theirs)
    return found


def case(name, samples, classes, skill, sharpness, weighted=False, eighths=False):
    labels = rng.integers(0, classes, samples)
    logits = rng.normal(size=(samples, classes))
    logits[np.arange(samples), labels] += skill
    logits *= sharpness
    p = softmax(logits, axis=1)
    if eighths:
        p = np.floor(p * 8) / 8
        p[:, 0] += 1 - p.sum(axis=1)
        logits = np.log(p + 1e-12)
    w = rng.uniform(0.2, 2, samples) if weighted else np.ones(samples)
    own = [1] if classes == 2 else range(classes)
    curves = [sigmoid(p[:, k], labels == k, w) for k in own]
    platt = np.stack([expit(-(a * p[:, k] + b)) for k, (a, b) in zip(own, curves)], axis=1)
    platt = np.hstack([1 - platt, platt]) if classes == 2 else platt / platt.sum(axis=1, keepdims=True)
    t = temperature(logits, labels, w)
    best = p.argmax(axis=1)
    confidence = p[np.arange(samples), best]
    reliability = {}
    for bins in (10, 15):
        edges = {"uniform": np.linspace(0, 1, bins + 1)}
        order = np.argsort(confidence, kind="stable")
        mass = np.cumsum(w[order])
        inner = [confidence[order][np.argmax(mass * bins >= i * mass[-1])] for i in range(1, bins)]
        edges["quantile"] = np.concatenate([[0], inner, [1]])
        for strategy, e in edges.items():
            place = np.searchsorted(e[1:-1], confidence)
            mass = np.bincount(place, weights=w, minlength=bins)
            full = mass > 0
            mean = np.bincount(place, weights=w * confidence, minlength=bins)[full] / mass[full]
            right = np.bincount(place, weights=w * (best == labels), minlength=bins)[full] / mass[full]
            if strategy == "uniform" and not weighted:
                theirs = calibration_curve(best == labels, confidence, n_bins=bins)
                assert np.allclose(theirs[0], right) and np.allclose(theirs[1], mean)
            gap = np.abs(right - mean)
            reliability[f"{strategy}-{bins}"] = {
                "weight": mass[full].tolist(),
                "confidence": mean.tolist(),
                "accuracy": right.tolist(),
                "expected": float(np.average(gap, weights=mass[full])),
                "maximum": float(gap.max()),
            }
    return {
        "name": name,
        "classes": classes,
        "labels": labels.tolist(),
        "logits": logits.ravel().tolist(),
        "probabilities": p.ravel().tolist(),
        "weights": w.tolist() if weighted else None,
        "temperature": float(t),
        "scaled": softmax(logits / t, axis=1).ravel().tolist(),
        "sigmoids": [c.tolist() for c in curves],
        "platt": platt.ravel().tolist(),
        "isotonic": isotonic(p, labels, w).ravel().tolist(),
        "reliability": reliability,
    }


cases = [
    case("too sure", 90, 4, 1.5, 2.5),
    case("not sure enough", 90, 3, 2.0, 0.4),
    case("two classes", 100, 2, 1.0, 1.5),
    case("weights", 90, 4, 1.0, 2.0, weighted=True),
    case("ties", 90, 3, 1.0, 1.5, eighths=True),
    case("two classes, ties and weights", 90, 2, 1.0, 1.0, weighted=True, eighths=True),
]
path = pathlib.Path(__file__).with_name("calibration.json")
path.write_text(json.dumps({"scikitLearn": sklearn.__version__, "cases": cases}, separators=(",", ":")) + "\n")
print(f"{len(cases)} cases, {path.stat().st_size} bytes")
