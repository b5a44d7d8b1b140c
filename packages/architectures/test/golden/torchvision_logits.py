"""Golden values: logits of torchvision's models with weights from a formula.

Run `python3 torchvision_logits.py` in this folder; it writes torchvision-logits.json beside itself. Written for
PyTorch 1.13 and torchvision 0.14.

A tensor's numbers depend on its name and shape alone, so the file holds results only: the logits of two images,
the digest of all names and shapes, and the multiply-adds counted by hooks.
"""

import hashlib
import json
import pathlib
import sys

import numpy as np
import torch
import torchvision.models as models
from torch import nn

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE / "../../../test-utils/golden"))
import formula  # noqa: E402

CLASSES = 10
IMAGES_STREAM = 77


def vgg11_bn():
    """With the head that a small stem has: the maps of 64x64 pixels are 2x2."""
    model = models.vgg11_bn(num_classes=CLASSES)
    model.avgpool = nn.Identity()
    model.classifier[0] = nn.Linear(512 * 2 * 2, 512)
    model.classifier[3] = nn.Linear(512, 512)
    model.classifier[6] = nn.Linear(512, CLASSES)
    return model


def plain(name, **options):
    return lambda: getattr(models, name)(num_classes=CLASSES, **options)


# Name here, model, image size.
MODELS = {
    "alexnet": (plain("alexnet"), 224),
    "vgg11-bn": (vgg11_bn, 64),
    "googlenet": (plain("googlenet", aux_logits=False, init_weights=False), 64),
    "resnet18": (plain("resnet18"), 64),
    "resnet50": (plain("resnet50"), 64),
    "resnext50-32x4d": (plain("resnext50_32x4d"), 64),
    "densenet121": (plain("densenet121"), 64),
    "mobilenet-v2": (plain("mobilenet_v2"), 64),
    "squeezenet1.0": (plain("squeezenet1_0"), 65),
    "squeezenet1.1": (plain("squeezenet1_1"), 65),
    "shufflenet-v2-x1.0": (plain("shufflenet_v2_x1_0"), 64),
    "efficientnet-b0": (plain("efficientnet_b0"), 64),
    "convnext-tiny": (plain("convnext_tiny"), 64),
}


def multiply_adds(model, image):
    total = 0

    def count(module, _, output):
        nonlocal total
        positions = output[0].numel() // (output.shape[1] if isinstance(module, nn.Conv2d) else output.shape[-1])
        total += positions * module.weight.numel()

    hooks = [m.register_forward_hook(count) for m in model.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    model(image)
    for hook in hooks:
        hook.remove()
    return total


def golden(make, size):
    model = make().eval()
    state = {name: value for name, value in model.state_dict().items() if value.dtype.is_floating_point}
    model.load_state_dict({name: torch.from_numpy(formula.tensor(name, v.shape)) for name, v in state.items()}, strict=False)
    pixels = formula.images(IMAGES_STREAM, (2, size, size, 3)) / 255.0 - 0.5
    image = torch.from_numpy(pixels.transpose(0, 3, 1, 2).astype(np.float32))
    layout = "\n".join(sorted(f"{name} {','.join(map(str, v.shape))}" for name, v in state.items()))
    with torch.no_grad():
        logits = model(image)
        return {
            "size": size,
            "tensors": hashlib.sha256(layout.encode()).hexdigest(),
            "multiplyAdds": multiply_adds(model, image[:1]),
            "logits": [[float(f"{value:.6g}") for value in row] for row in logits.tolist()],
        }


def main():
    torch.set_num_threads(1)
    document = {name: golden(make, size) for name, (make, size) in MODELS.items()}
    (HERE / "torchvision-logits.json").write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
