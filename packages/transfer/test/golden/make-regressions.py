"""scikit-learn's StandardScaler and LogisticRegression on drawn features, for regressions.test.ts.

    pip install scikit-learn==1.9.*
    python make-regressions.py > regressions.json
"""
import json
import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from drawn_features import drawn


def regression(images, width, classes, seed, strength, weights=None, constant=False):
    x, y = drawn(images, width, classes, seed)
    if constant:
        x[:, 1] = 7.25
    scaler = StandardScaler().fit(x.astype(np.float64))
    sample_weight = None if weights is None else np.array([weights[i % len(weights)] for i in range(images)])
    model = LogisticRegression(C=strength, tol=1e-10, max_iter=100_000)
    model.fit(scaler.transform(x.astype(np.float64)), y, sample_weight)
    probabilities = model.predict_proba(scaler.transform(x.astype(np.float64)))
    kernel = model.coef_ / scaler.scale_
    bias = model.intercept_ - kernel @ scaler.mean_
    return {
        "images": images, "width": width, "classes": classes, "seed": seed, "strength": strength, "weights": weights, "constant": constant,
        # [classes, width]; one row for two classes, as scikit-learn has it
        "kernel": np.round(kernel, 7).tolist(), "bias": np.round(bias, 7).tolist(),
        "probabilities": np.round(probabilities[:10], 7).tolist(),
    }


def folds(labels, count):
    """Class by class, dealt one after the other: what the test does too."""
    order = np.argsort(labels, kind="stable")
    fold = np.empty(len(labels), int)
    fold[order] = np.arange(len(labels)) % count
    return fold


def choice(images, width, classes, seed, strengths):
    x, y = drawn(images, width, classes, seed)
    z = StandardScaler().fit_transform(x.astype(np.float64))
    fold = folds(y, 5)
    accuracies = []
    for strength in strengths:
        right = []
        for k in range(5):
            model = LogisticRegression(C=strength, tol=1e-8, max_iter=100_000).fit(z[fold != k], y[fold != k])
            right.append(model.score(z[fold == k], y[fold == k]))
        accuracies.append(float(np.mean(right)))
    return {"images": images, "width": width, "classes": classes, "seed": seed, "strengths": strengths, "accuracies": accuracies}


print(json.dumps({
    "scikit-learn": sklearn.__version__,
    "regressions": [
        regression(30, 50, 3, 1, 1e-3),
        regression(30, 50, 3, 2, 1.0),
        regression(24, 40, 2, 3, 1e-2),
        regression(24, 40, 2, 4, 10.0),
        regression(150, 9, 4, 5, 1.0),
        regression(60, 7, 2, 6, 1e-1),
        regression(40, 12, 3, 7, 1e-1, weights=[1.0, 2.5, 0.0, 0.5]),
        regression(40, 12, 3, 8, 1e-1, constant=True),
    ],
    "choices": [
        choice(60, 100, 3, 9, [1e-4, 1e-3, 1e-2, 1e-1, 1, 10]),
        choice(100, 20, 2, 10, [1e-4, 1e-3, 1e-2, 1e-1, 1, 10]),
    ],
}))
