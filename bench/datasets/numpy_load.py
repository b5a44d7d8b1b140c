"""Loads a data set with numpy as its users do: images as [count, height, width, channels], labels as integers.

python3 numpy_load.py FORMAT FOLDER -> {"seconds", "peakMB", "rawMB"}; FORMAT: mnist-gz, cifar10-files, cifar10-tar
"""
import gzip
import json
import os
import resource
import sys
import tarfile
import time

import numpy as np


def peak_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def idx(path, header, shape):
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header).reshape(shape)


def mnist_gz(folder):
    for part in ("train", "t10k"):
        images = idx(os.path.join(folder, f"{part}-images-idx3-ubyte.gz"), 16, (-1, 28, 28, 1))
        labels = idx(os.path.join(folder, f"{part}-labels-idx1-ubyte.gz"), 8, -1).astype(np.int32)
        yield images, labels


def records(parts):
    rows = np.concatenate(parts).reshape(-1, 3073)
    images = rows[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return np.ascontiguousarray(images), rows[:, 0].astype(np.int32)


NAMES = [[f"data_batch_{n}.bin" for n in range(1, 6)], ["test_batch.bin"]]


def cifar10_files(folder):
    for names in NAMES:
        yield records([np.fromfile(os.path.join(folder, "cifar-10-batches-bin", name), np.uint8) for name in names])


def cifar10_tar(folder):
    with tarfile.open(os.path.join(folder, "cifar-10-binary.tar.gz")) as archive:
        files = {os.path.basename(m.name): archive.extractfile(m).read() for m in archive if m.isfile()}
    for names in NAMES:
        yield records([np.frombuffer(files[name], np.uint8) for name in names])


FORMATS = {"mnist-gz": mnist_gz, "cifar10-files": cifar10_files, "cifar10-tar": cifar10_tar}

before = peak_megabytes()
start = time.perf_counter()
loaded = list(FORMATS[sys.argv[1]](sys.argv[2]))
seconds = time.perf_counter() - start
raw = sum(images.nbytes for images, _ in loaded) / 1e6
print(json.dumps({"seconds": seconds, "peakMB": peak_megabytes() - before, "rawMB": raw}))
