"""Golden values: logits of timm's models with weights from a formula.

Run `python3 timm_logits.py` in this folder; it writes timm-logits.json beside itself. Written for PyTorch 2.15 and timm
1.0. What is stored, and why so little: see torchvision_logits.py.
"""

import json

import timm
import torch

from torchvision_logits import CLASSES, HERE, golden

# Name here, timm's, image size. Odd sizes tell TensorFlow's padding from PyTorch's in other places than even ones.
MODELS = {
    "efficientnet-lite0": ("tf_efficientnet_lite0", 64),
    "efficientnet-lite1": ("tf_efficientnet_lite1", 75),
    "efficientnet-lite2": ("tf_efficientnet_lite2", 66),
    "efficientnet-lite0-timm": ("efficientnet_lite0", 65),
    "mobilenet-v3-small": ("mobilenetv3_small_100", 64),
    "mobilenet-v3-large": ("mobilenetv3_large_100", 64),
    "mobilenet-v4-conv-small": ("mobilenetv4_conv_small", 64),
    "resnet18d": ("resnet18d", 66),
    "resnet26d": ("resnet26d", 64),
    "regnet-y-400mf": ("regnety_004", 64),
}


def main():
    torch.set_num_threads(1)
    document = {
        name: golden(lambda: timm.create_model(original, num_classes=CLASSES), size)
        for name, (original, size) in MODELS.items()
    }
    (HERE / "timm-logits.json").write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
