"""Facts of pretrained weights, as the installed timm and torchvision state them.

Run `python3 weights_facts.py results-imagenet.csv` in this folder, with the table of results from timm's repository; it writes
weights-facts.json beside itself. Written for timm 1.0 and torchvision 0.29. Nothing is fetched.
"""

import csv
import json
import math
import pathlib
import sys

import torchvision.models as models
from timm.models import get_pretrained_cfg

HERE = pathlib.Path(__file__).parent

TIMM = """
tf_efficientnet_lite0.in1k tf_efficientnet_lite1.in1k tf_efficientnet_lite2.in1k efficientnet_lite0.ra_in1k
mobilenetv3_small_100.lamb_in1k mobilenetv3_large_100.ra_in1k mobilenetv3_large_100.miil_in21k_ft_in1k
mobilenetv4_conv_small.e2400_r224_in1k mobilenetv4_conv_small.e3600_r256_in1k
resnet18.a1_in1k resnet34.a1_in1k resnet50.a1_in1k resnet18d.ra2_in1k resnet26d.bt_in1k resnet50d.ra2_in1k
regnety_004.pycls_in1k regnety_004.tv2_in1k
""".split()

TORCHVISION = """
resnet18.IMAGENET1K_V1 resnet34.IMAGENET1K_V1 resnet50.IMAGENET1K_V1 resnet50.IMAGENET1K_V2
mobilenet_v2.IMAGENET1K_V1 mobilenet_v2.IMAGENET1K_V2 efficientnet_b0.IMAGENET1K_V1 squeezenet1_1.IMAGENET1K_V1
shufflenet_v2_x0_5.IMAGENET1K_V1 shufflenet_v2_x1_0.IMAGENET1K_V1 convnext_tiny.IMAGENET1K_V1
""".split()


def of_timm(name, results):
    config = get_pretrained_cfg(name)
    size = config.input_size[1]
    return {
        "repository": config.hf_hub_id,
        "url": config.url,
        "licence": config.license,
        "classes": config.num_classes,
        "mean": list(config.mean),
        "std": list(config.std),
        "size": size,
        # As timm's evaluation transform.
        "shorterSide": math.floor(size / config.crop_pct),
        "interpolation": config.interpolation,
        "top1": results[name, size],
    }


def of_torchvision(name):
    model, version = name.split(".")
    weights = models.get_model_weights(model)[version]
    transform = weights.transforms()
    return {
        "url": weights.url,
        "classes": len(weights.meta["categories"]),
        "mean": list(transform.mean),
        "std": list(transform.std),
        "size": transform.crop_size[0],
        "shorterSide": transform.resize_size[0],
        "interpolation": transform.interpolation.value,
        "top1": weights.meta["_metrics"]["ImageNet-1K"]["acc@1"],
    }


def main():
    with open(sys.argv[1]) as file:
        results = {(row["model"], int(row["img_size"])): float(row["top1"]) for row in csv.DictReader(file)}
    document = {f"timm/{name}": of_timm(name, results) for name in TIMM}
    document |= {f"torchvision/{name}": of_torchvision(name) for name in TORCHVISION}
    (HERE / "weights-facts.json").write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
