"""What scikit-learn and NumPy make of some labels and pixels: folds, class weights, mean and standard deviation.

    python3 sets.py > sets.json
"""

import json
import sys

import numpy
import sklearn
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.utils.class_weight import compute_class_weight

generator = numpy.random.default_rng(7)
labels = generator.choice(4, size=53, p=[0.4, 0.3, 0.2, 0.1])
pixels = generator.integers(0, 256, size=(53, 2, 3, 3), dtype=numpy.uint8)


def tests(splitter):
    return [test.tolist() for _, test in splitter.split(numpy.zeros(len(labels)), labels)]


json.dump(
    {
        "versions": {"scikit-learn": sklearn.__version__, "NumPy": numpy.__version__},
        "labels": labels.tolist(),
        "pixels": pixels.ravel().tolist(),
        "kFold": {str(k): tests(KFold(k)) for k in (2, 5, 7)},
        "stratifiedKFold": {str(k): tests(StratifiedKFold(k)) for k in (2, 3, 5)},
        "classWeights": compute_class_weight("balanced", classes=numpy.arange(4), y=labels).tolist(),
        "mean": (pixels.mean(axis=(0, 1, 2)) / 255).tolist(),
        "std": (pixels.std(axis=(0, 1, 2)) / 255).tolist(),
    },
    fp=sys.stdout,
    separators=(",", ":"),
)
