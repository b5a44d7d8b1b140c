"""scikit-learn's scores of clusterings and SciPy's assignment, for clustering-golden.test.ts.

    pip install scikit-learn==1.9.* scipy
    python make-clustering.py > clustering.json
"""
import json

import numpy as np
import scipy
import sklearn
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix

random = np.random.default_rng(16)


def case(labels, clusters):
    table = contingency_matrix(labels, clusters)
    rows, columns = linear_sum_assignment(table, maximize=True)
    return {
        "labels": np.asarray(labels).tolist(), "clusters": np.asarray(clusters).tolist(),
        "purity": float(table.max(axis=0).sum() / table.sum()),
        "normalizedMutualInformation": float(normalized_mutual_info_score(labels, clusters)),
        "adjustedRandIndex": float(adjusted_rand_score(labels, clusters)),
        "accuracy": float(table[rows, columns].sum() / table.sum()),
    }


def drawn(images, classes, clusters, noise):
    labels = random.integers(0, classes, images)
    groups = np.where(random.random(images) < noise, random.integers(0, clusters, images), (labels * 7 + 3) % clusters)
    return case(labels, groups)


print(json.dumps({
    "source": f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}",
    "cases": [
        drawn(200, 5, 5, 0.3), drawn(150, 10, 10, 1.0), drawn(150, 10, 4, 0.2), drawn(150, 3, 12, 0.5),
        drawn(60, 30, 30, 0.6), drawn(20, 2, 2, 0.0),
        case([0, 0, 0, 0], [3, 3, 3, 3]), case([0, 1, 2, 3], [0, 0, 0, 0]), case([1, 1, 1, 1], [0, 1, 2, 3]),
        case([0, 1, 2, 3], [3, 2, 1, 0]), case([5], [-1]), case([0, 0, 1, 1], [0, 1, 0, 1]),
    ],
    "assignments": [
        (lambda gains: {"gains": gains.tolist(), "sum": int(gains[linear_sum_assignment(gains, maximize=True)].sum())})(
            random.integers(-20, 50, shape))
        for shape in [(1, 1), (4, 4), (9, 9), (3, 8), (8, 3), (25, 25), (1, 5), (5, 1)]
    ],
}))
