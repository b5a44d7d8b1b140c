"""Reference values for intervals and tests of @imgcls/evaluation.

Run: python3 make-statistics.py   (SciPy, statsmodels, scikit-learn, NumPy; writes statistics.json beside this file)
"""
import json
import pathlib
import warnings
from types import SimpleNamespace

import numpy as np
import scipy
import statsmodels
from scipy.stats import bootstrap, norm
from sklearn.metrics import f1_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

warnings.simplefilter("ignore")
rng = np.random.default_rng(20261129)

shares = [1e-300, 1e-12, 0.001, 0.025, 0.2, 0.4999, 0.5, 0.77, 0.975, 1 - 1e-9]
places = [-37.0, -8.0, -2.6, -2.4, -0.3, 0.0, 0.7, 2.49, 2.51, 9.0, 20.0]
wilson = [
    {"hits": hits, "trials": trials, "level": level, "ends": proportion_confint(hits, trials, 1 - level, "wilson")}
    for hits, trials in [(0, 1), (1, 1), (0, 20), (7, 20), (20, 20), (9_731, 10_000), (3, 1_000_000)]
    for level in (0.9, 0.95, 0.999)
]


def interval(name, statistic, samples, level):
    """SciPy's two kinds of intervals from the same replicates."""
    rows = np.arange(samples)
    drawn = rng.integers(0, samples, (400, samples))
    replicates = np.array([statistic(row) for row in drawn])
    found = {}
    for method in ("percentile", "BCa"):
        given = SimpleNamespace(bootstrap_distribution=replicates)
        ends = bootstrap(
            (rows,), lambda row: statistic(row.astype(int)), n_resamples=0, vectorized=False,
            confidence_level=level, method=method, bootstrap_result=given,
        ).confidence_interval
        found[method.lower()] = [ends.low, ends.high]
    return {
        "name": name,
        "level": level,
        "estimate": statistic(rows),
        "replicates": replicates.tolist(),
        "leftOut": [statistic(np.delete(rows, i)) for i in rows],
        **found,
    }


labels = rng.integers(0, 4, 80)
predicted = np.where(rng.random(80) < 0.8, labels, rng.integers(0, 4, 80))
intervals = [
    interval("accuracy", lambda row: float(np.mean(labels[row] == predicted[row])), 80, 0.95),
    interval(
        "macro F1",
        lambda row: float(f1_score(labels[row], predicted[row], labels=range(4), average="macro", zero_division=0)),
        80,
        0.9,
    ),
]

tests = []
for first_only, second_only in [(0, 1), (1, 9), (12, 12), (15, 31), (140, 95), (900, 1100), (5200, 4800)]:
    table = [[100, first_only], [second_only, 50]]
    exact, corrected = mcnemar(table, exact=True), mcnemar(table, exact=False, correction=True)
    tests.append(
        {
            "firstOnly": first_only,
            "secondOnly": second_only,
            "exact": [exact.statistic, exact.pvalue],
            # statsmodels has (0 − 1)² where both are equal; R's mcnemar.test, and the package, have 0.
            "corrected": [corrected.statistic, corrected.pvalue] if first_only != second_only else [0, 1],
        }
    )

path = pathlib.Path(__file__).with_name("statistics.json")
golden = {
    "scipy": scipy.__version__,
    "statsmodels": statsmodels.__version__,
    "quantiles": [[share, norm.ppf(share)] for share in shares],
    "tails": [[place, norm.sf(place)] for place in places],
    "wilson": wilson,
    "intervals": intervals,
    "mcNemar": tests,
}
path.write_text(json.dumps(golden, separators=(",", ":"), default=float) + "\n")
print(f"{path.stat().st_size} bytes")
