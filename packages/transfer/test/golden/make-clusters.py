"""scikit-learn's KMeans and AgglomerativeClustering and SciPy's linkage on drawn features, for clustering.test.ts.

    pip install scikit-learn==1.9.* scipy
    python make-clusters.py > clusters.json
"""
import json

import numpy as np
import scipy
import sklearn
from scipy.cluster.hierarchy import linkage
from sklearn.cluster import AgglomerativeClustering, KMeans

from drawn_features import drawn


def k_means(images, width, classes, seed, start):
    """From these rows as centres; a row that comes twice leaves a cluster empty."""
    x = drawn(images, width, classes, seed)[0].astype(np.float64)
    model = KMeans(len(start), init=x[start], n_init=1, algorithm="lloyd").fit(x)
    # The worst of 50 runs with ten starts each.
    tens = [KMeans(len(start), n_init=10, random_state=seed).fit(x).inertia_ for seed in range(50)]
    return {
        "images": images, "width": width, "classes": classes, "seed": seed, "start": start,
        "labels": model.labels_.tolist(), "inertia": model.inertia_, "iterations": model.n_iter_,
        "center": model.cluster_centers_[0].tolist(), "tens": max(tens),
    }


def tree(images, width, classes, seed, method, clusters):
    x = drawn(images, width, classes, seed)[0].astype(np.float64)
    rows = linkage(x, method)
    model = AgglomerativeClustering(clusters, linkage=method).fit(x)
    return {
        "images": images, "width": width, "classes": classes, "seed": seed, "linkage": method, "clusters": clusters,
        "merges": rows.tolist(), "labels": model.labels_.tolist(),
    }


print(json.dumps({
    "source": f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}",
    "kMeans": [
        k_means(60, 3, 3, 1, [0, 1, 2]),
        k_means(150, 8, 5, 2, [3, 9, 27, 81, 120]),
        k_means(90, 5, 3, 3, [4, 4, 7, 7, 11]),
        k_means(1500, 6, 4, 4, [0, 1, 2, 3, 4, 5, 6]),
    ],
    "trees": [
        tree(40, 4, 3, 5, "ward", 3),
        tree(40, 4, 3, 5, "average", 3),
        tree(120, 10, 6, 6, "ward", 7),
        tree(120, 10, 6, 6, "average", 5),
    ],
}))
