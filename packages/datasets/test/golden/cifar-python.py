"""Writes cifar-python.json: pickles of one small CIFAR-100 file, as Python 2 wrote the published ones and as
Python 3 writes them today, gzip and base64. The records are i-th row: (i * 40 + column * 7) % 251.

/usr/bin/python3 cifar-python.py
"""
import base64
import gzip
import io
import json
import os
import pickle
import struct

import numpy as np

ROWS = 2
data = np.array([[(i * 40 + column * 7) % 251 for column in range(3072)] for i in range(ROWS)], np.uint8)


class Python2Pickler(pickle._Pickler):
    """Text and bytes become the byte strings of Python 2; numbers and lists are as they were."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_string(self, value):
        raw = value.encode("ascii") if isinstance(value, str) else value
        if len(raw) < 256:
            self.write(pickle.SHORT_BINSTRING + struct.pack("<B", len(raw)) + raw)
        else:
            self.write(pickle.BINSTRING + struct.pack("<i", len(raw)) + raw)
        self.memoize(value)

    dispatch[str] = save_string
    dispatch[bytes] = save_string


def python2(value):
    out = io.BytesIO()
    Python2Pickler(out, protocol=2).dump(value)
    # What reads the published files must read this one.
    read = pickle.loads(out.getvalue(), encoding="latin1")
    assert (read["data"] == data).all() and read["fine_labels"] == value["fine_labels"]
    return out.getvalue()


content = {
    "filenames": [f"image_{i}.png" for i in range(ROWS)],
    "batch_label": "training batch 1 of 1",
    "fine_labels": [99, 4],
    "coarse_labels": [13, 0],
    "data": data,
}
packed = {
    "python 2": python2(content),
    "protocol 2": pickle.dumps(content, protocol=2),
    "protocol 3": pickle.dumps(content, protocol=3),
    "protocol 4": pickle.dumps(content, protocol=4),
    "other numbers": pickle.dumps({**content, "data": data.astype(np.float32)}, protocol=2),
    "in Fortran order": pickle.dumps({**content, "data": np.asfortranarray(data)}, protocol=2),
    "a call": pickle.dumps({**content, "data": os.getcwd}, protocol=2),
}
with open(os.path.join(os.path.dirname(__file__), "cifar-python.json"), "w") as file:
    text = {name: base64.b64encode(gzip.compress(raw, mtime=0)).decode() for name, raw in packed.items()}
    json.dump(text, file, indent=2)
    file.write("\n")
