"""Writes one of the bench's networks, for inference, as PyTorch exports it: batch normalization folded, float input.

    /usr/bin/python3 bench/pytorch_export.py MODEL BATCH FILE.onnx
"""

import sys

import torch

from pytorch_models import MODELS


def main(name, batch, file):
    build, shape, _ = MODELS[name]
    torch.onnx.export(build().eval(), torch.rand(int(batch), *shape), file, input_names=["images"])


if __name__ == "__main__":
    main(*sys.argv[1:4])
