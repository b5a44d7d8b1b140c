"""Losses of the first steps of fine-tuning EfficientNet-Lite0 as PyTorch computes them; prints one JSON list.

    pip install torch timm safetensors
    python3 bench/fine_tune_losses.py JOB.json

The job has: weights (a file of safetensors, timm's names), images (a file of bytes, [batch, 224, 224, 3]), labels, head (a
file of float32, [1280, classes]), rates (of each step, for the layers before the head), headRate (their factor for the head),
weightDecay, epsilon and labelSmoothing.
"""

import json
import sys

import numpy as np
import timm
import torch
from safetensors.torch import load_file
from torch import nn


def main(job):
    labels = torch.tensor(job["labels"])
    pixels = torch.from_numpy(np.fromfile(job["images"], np.uint8).reshape(len(labels), 224, 224, 3))
    images = pixels.permute(0, 3, 1, 2).float().div(255).sub(0.5).div(0.5)
    head = torch.from_numpy(np.fromfile(job["head"], np.float32).reshape(1280, -1))
    model = timm.create_model("tf_efficientnet_lite0")
    model.load_state_dict(load_file(job["weights"]))
    model.reset_classifier(head.shape[1])
    with torch.no_grad():
        model.classifier.weight.copy_(head.T)
        model.classifier.bias.zero_()
    model.eval()
    before = [value for name, value in model.named_parameters() if not name.startswith("classifier")]
    groups = [{"params": before}, {"params": model.classifier.parameters()}]
    optimizer = torch.optim.AdamW(groups, weight_decay=job["weightDecay"], eps=job["epsilon"])
    losses = []
    for rate in job["rates"]:
        for group, factor in zip(optimizer.param_groups, [1, job["headRate"]]):
            group["lr"] = rate * factor
        loss = nn.functional.cross_entropy(model(images), labels, label_smoothing=job["labelSmoothing"])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    print(json.dumps(losses))


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        main(json.load(file))
