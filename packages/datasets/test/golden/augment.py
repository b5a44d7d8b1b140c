"""Pixels that torchvision's functional operations give for fixed parameters, for src/augment/ops/ops.test.ts.

    python3 augment.py > augment.json

Pillow images go in, as in most training programs, so colour and geometry are Pillow's. Two operations exist in
torchvision for tensors only and convert: gaussian_blur and elastic_transform. Images travel as base64 of their
bytes [height, width, channels]. Made with torchvision 0.29.2, Pillow 13.0.0, numpy 2.
"""

import base64
import json
import sys
import warnings

import numpy as np
import PIL
import torch
import torchvision
from PIL import Image
from torchvision.transforms import AutoAugment, AutoAugmentPolicy, RandAugment, RandomCrop, TrivialAugmentWide
from torchvision.transforms import functional as F
from torchvision.transforms.functional import InterpolationMode

warnings.filterwarnings("ignore")

MODES = {"nearest": InterpolationMode.NEAREST, "bilinear": InterpolationMode.BILINEAR}


def image(height, width, channels, seed):
    """Smooth colours with noise, so that neither edges nor flat parts are missing."""
    random = np.random.RandomState(seed)
    y, x, c = np.mgrid[0:height, 0:width, 0:channels]
    smooth = 128 + 90 * np.sin(x / 3 + c) * np.cos(y / 4 - c)
    levels = np.clip(smooth + random.normal(0, 25, smooth.shape), 0, 255).astype(np.uint8)
    levels[0, 0] = 0
    levels[-1, -1] = 255
    return levels


def to_pil(levels):
    return Image.fromarray(levels[:, :, 0] if levels.shape[2] == 1 else levels)


def encode(levels):
    return base64.b64encode(np.ascontiguousarray(levels).tobytes()).decode()


IMAGES = {
    "colour": image(13, 11, 3, 1),
    "grey": image(13, 11, 1, 2),
    "largeColour": image(24, 32, 3, 3) // 2 + 40,
    "largeGrey": image(24, 32, 1, 4) // 3,
    "odd": image(41, 37, 1, 6),
    "small": image(5, 7, 3, 7),
}

cases = []


def case(operation, name, parameters, result):
    levels = np.asarray(result)
    levels = levels.reshape(levels.shape[0], levels.shape[1], -1)
    case = {"operation": operation, "image": name, "parameters": parameters}
    cases.append({**case, "shape": list(levels.shape), "out": encode(levels)})


def small(operation, parameters, apply):
    for name in ("colour", "grey"):
        case(operation, name, parameters, apply(to_pil(IMAGES[name])))


small("flipHorizontally", {}, F.hflip)
small("flipVertically", {}, F.vflip)
for mode in ("constant", "edge", "reflect", "symmetric"):
    left, top, right, bottom = padding = [3, 5, 4, 2]
    parameters = {"padding": padding, "mode": mode, "fill": 77, "top": 1, "left": 0, "size": [17, 16]}
    small("crop", parameters, lambda im: F.crop(F.pad(im, padding, 77, mode), 1, 0, 17, 16))


def padded_crop(size, padding, mode, top, left):
    """What `RandomCrop` with `pad_if_needed` makes when chance chooses this place."""
    crop = RandomCrop(size, padding, pad_if_needed=True, fill=77, padding_mode=mode)
    crop.get_params = lambda image, size: (top, left, *size)
    parameters = {"size": size, "padding": padding, "mode": mode, "fill": 77, "top": top, "left": left}
    case("randomCrop", "small", parameters, crop(to_pil(IMAGES["small"])))


for mode in ("constant", "edge", "reflect", "symmetric"):
    padded_crop([16, 15], [1, 2, 3, 1], mode, 7, 4)
    padded_crop([9, 12], [2, 2, 2, 2], mode, 0, 1)
    padded_crop([8, 20], [0, 3, 0, 0], mode, 0, 8)
for interpolation in MODES:
    for top, left, height, width, out_height, out_width in [
        (0, 0, 13, 11, 13, 11),
        (2, 1, 9, 8, 13, 11),
        (1, 3, 12, 5, 4, 4),
        (4, 4, 1, 2, 7, 9),
    ]:
        parameters = {"box": [top, left, height, width], "size": [out_height, out_width]}
        small(
            "resizedCrop",
            {**parameters, "interpolation": interpolation},
            lambda im: F.resized_crop(im, top, left, height, width, [out_height, out_width], MODES[interpolation]),
        )
    for degrees, center in [(0, None), (33.3, None), (-90, None), (180, None), (-121.5, [2, 3])]:
        parameters = {"degrees": degrees, "center": center, "interpolation": interpolation, "fill": 9}
        small("rotate", parameters, lambda im: F.rotate(im, degrees, MODES[interpolation], False, center, 9))
    for angle, translate, scale, shear, center in [
        (0.0, [0, 0], 1.0, [0.0, 0.0], None),
        (25.0, [1, -2], 1.0, [0.0, 0.0], None),
        (-170.0, [0, 3], 0.7, [10.0, -5.0], None),
        (0.0, [0, 0], 1.3, [0.0, 0.0], None),
        (12.0, [-4, 0], 1.9, [-30.0, 20.0], [4, 9]),
    ]:
        parameters = {"angle": angle, "translate": translate, "scale": scale, "shear": shear, "center": center}
        small(
            "affine",
            {**parameters, "interpolation": interpolation, "fill": 200},
            lambda im: F.affine(im, angle, translate, scale, shear, MODES[interpolation], 200, center),
        )
    for ends in [[0, 0, 10, 0, 10, 12, 0, 12], [2, 1, 9, 0, 8, 11, 1, 12], [0, 3, 7, 2, 10, 12, 2, 10]]:
        starts = [[0, 0], [10, 0], [10, 12], [0, 12]]
        corners = [ends[i : i + 2] for i in range(0, 8, 2)]
        parameters = {"ends": ends, "interpolation": interpolation, "fill": 30}
        small("perspective", parameters, lambda im: F.perspective(im, starts, corners, MODES[interpolation], 30))
# Sizes and angles where the last digit of a position decides.
for box, size in [([0, 0, 8, 12], [28, 33]), ([0, 1, 10, 6], [35, 21]), ([3, 2, 14, 30], [30, 7])]:
    parameters = {"box": box, "size": size, "interpolation": "nearest"}
    case("resizedCrop", "odd", parameters, F.resized_crop(to_pil(IMAGES["odd"]), *box, size, MODES["nearest"]))
for box, size in [([0, 0, 41, 37], [11, 40]), ([0, 0, 41, 37], [12, 30]), ([3, 2, 30, 30], [7, 29])]:
    parameters = {"box": box, "size": size, "interpolation": "bilinear"}
    case("resizedCrop", "odd", parameters, F.resized_crop(to_pil(IMAGES["odd"]), *box, size, MODES["bilinear"]))
for name in ("odd", "small"):
    for degrees, center in [(-90, None), (45, None), (60, None), (180, [3, 2]), (107.5, [3, 2]), (300.25, None)]:
        parameters = {"degrees": degrees, "center": center, "interpolation": "bilinear", "fill": 9}
        case("rotate", name, parameters, F.rotate(to_pil(IMAGES[name]), degrees, MODES["bilinear"], False, center, 9))
    for scale in (0.3, 0.7, 1.1, 3.0):
        parameters = {"angle": 0.0, "translate": [1, 0], "scale": scale, "shear": [0.0, 0.0], "center": None}
        case(
            "affine",
            name,
            {**parameters, "interpolation": "nearest", "fill": 200},
            F.affine(to_pil(IMAGES[name]), 0.0, [1, 0], scale, [0.0, 0.0], MODES["nearest"], 200, None),
        )
draws = np.random.RandomState(8)
for name, (height, width) in {"odd": (41, 37), "small": (5, 7)}.items():
    right, bottom = width - 1, height - 1
    starts = [[0, 0], [right, 0], [right, bottom], [0, bottom]]
    for _ in range(4):
        x, y = draws.randint(0, width // 2, 4), draws.randint(0, height // 2, 4)
        corners = [[x[0], y[0]], [right - x[1], y[1]], [right - x[2], bottom - y[2]], [x[3], bottom - y[3]]]
        corners = [[int(at) for at in corner] for corner in corners]
        for interpolation in MODES:
            parameters = {"ends": sum(corners, []), "interpolation": interpolation, "fill": 30}
            result = F.perspective(to_pil(IMAGES[name]), starts, corners, MODES[interpolation], 30)
            case("perspective", name, parameters, result)
for factor in (0.0, 0.37, 1.0, 1.9):
    small("brightness", {"amount": factor}, lambda im: F.adjust_brightness(im, factor))
    small("contrast", {"amount": factor}, lambda im: F.adjust_contrast(im, factor))
    small("saturation", {"amount": factor}, lambda im: F.adjust_saturation(im, factor))
    small("sharpness", {"amount": factor}, lambda im: F.adjust_sharpness(im, factor))
for factor in (-0.5, -0.13, 0.0, 0.29, 0.5):
    small("hue", {"amount": factor}, lambda im: F.adjust_hue(im, factor))
small("grayscale", {}, lambda im: F.rgb_to_grayscale(im, len(im.getbands())))
small("invert", {}, F.invert)
for bits in (1, 4, 8):
    small("posterize", {"amount": bits}, lambda im: F.posterize(im, bits))
for threshold in (0, 100.5, 255):
    small("solarize", {"amount": threshold}, lambda im: F.solarize(im, threshold))
for name in ("colour", "grey", "largeColour", "largeGrey"):
    levels = IMAGES[name]
    case("equalize", name, {}, F.equalize(to_pil(levels)))
    case("autoContrast", name, {}, F.autocontrast(to_pil(levels)))
for width, height, sigma in [(3, 3, 0.4), (5, 9, 2.0), (1, 7, 1.1)]:
    parameters = {"width": width, "height": height, "sigma": sigma}
    small("gaussianBlur", parameters, lambda im: F.gaussian_blur(im, [width, height], [sigma, sigma]))
for interpolation in MODES:
    offsets = np.random.RandomState(5).uniform(-2, 2, (13, 11, 2))
    parts = torch.tensor(offsets * 2 / np.array([11, 13]), dtype=torch.float32)[None]
    parameters = {"offsets": [round(float(v), 4) for v in offsets.ravel()], "interpolation": interpolation, "fill": 60}
    rounded = np.array(parameters["offsets"]).reshape(13, 11, 2)
    parts = torch.tensor(rounded * 2 / np.array([11, 13]), dtype=torch.float32)[None]
    small("displace", parameters, lambda im: F.elastic_transform(im, parts, MODES[interpolation], 60))


def space(table):
    return {name: {"amounts": values.tolist(), "signed": signed} for name, (values, signed) in table.items()}


json.dump(
    {
        "versions": {"torchvision": torchvision.__version__, "Pillow": PIL.__version__},
        "images": {name: {"shape": list(v.shape), "levels": encode(v)} for name, v in IMAGES.items()},
        "cases": cases,
        "magnitudes": {
            "RandAugment": space(RandAugment()._augmentation_space(31, (28, 40))),
            "AutoAugment": space(AutoAugment()._augmentation_space(10, (32, 32))),
            "TrivialAugmentWide": space(TrivialAugmentWide()._augmentation_space(31)),
        },
        "policies": {policy.value: AutoAugment(policy).policies for policy in AutoAugmentPolicy},
    },
    sys.stdout,
)
