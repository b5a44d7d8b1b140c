"""scikit-learn's values of the metrics of training, as metrics.json.

    python3 packages/training/test/golden/metrics.py
"""

import json
import pathlib

import numpy as np
from sklearn.metrics import balanced_accuracy_score, cohen_kappa_score, f1_score, top_k_accuracy_score

IMAGES, CLASSES = 60, 8
random = np.random.default_rng(3)
labels = random.integers(0, CLASSES - 1, IMAGES)  # The last class has no images.
logits = random.normal(size=(IMAGES, CLASSES)) + 1.5 * np.eye(CLASSES)[labels]
exponentials = np.exp(logits)
# In sixteenths: many are equal.
probabilities = np.round(16 * exponentials / exponentials.sum(axis=1, keepdims=True)) / 16
predicted = probabilities.argmax(axis=1)
every = np.arange(CLASSES)

golden = {
    "classes": CLASSES,
    "labels": labels.tolist(),
    "probabilities": [float(value) for value in probabilities.ravel()],
    "values": {
        "top_3_accuracy": top_k_accuracy_score(labels, probabilities, k=3, labels=every),
        "top_5_accuracy": top_k_accuracy_score(labels, probabilities, k=5, labels=every),
        "balanced_accuracy": balanced_accuracy_score(labels, predicted),
        "f1_macro": f1_score(labels, predicted, labels=every, average="macro", zero_division=0),
        "cohen_kappa": cohen_kappa_score(labels, predicted),
    },
}
(pathlib.Path(__file__).parent / "metrics.json").write_text(json.dumps(golden) + "\n")
