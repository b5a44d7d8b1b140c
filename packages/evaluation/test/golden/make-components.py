"""Principal components by scikit-learn, for components.json: python make-components.py > components.json"""

import json

import numpy
from sklearn.decomposition import PCA

random = numpy.random.default_rng(3)
# Three groups with a large and a small difference, in noise.
centers = random.normal(size=(3, 12)) * 3
tall = (centers[random.integers(0, 3, 40)] + random.normal(size=(40, 12))).round(3)
wide = random.normal(size=(6, 20)).round(3)


def case(values, components):
    pca = PCA(components, svd_solver="full")
    coordinates = pca.fit_transform(values)
    return {
        "values": values.flatten().tolist(),
        "features": values.shape[1],
        "components": components,
        "coordinates": coordinates.flatten().round(10).tolist(),
        "directions": pca.components_.flatten().round(10).tolist(),
        "explained": pca.explained_variance_ratio_.round(12).tolist(),
    }


print(json.dumps([case(tall, 2), case(tall, 5), case(wide, 3)]))
