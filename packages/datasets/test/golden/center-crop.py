"""Golden values of Pillow for crops as networks are evaluated: `python3 center-crop.py > center-crop.json`.

Made with Pillow 13.0.0, numpy and the arithmetic of torchvision's Resize and CenterCrop. The pictures are those of resize.py;
of each crop `[size, size, 3]` there is the SHA-256 and its first row, hexadecimal.
"""

import hashlib
import json

import numpy as np
import PIL
from PIL import Image
from resize import picture

FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}


def evaluated(image, size, shorter_side, interpolation):
    """torchvision.transforms.functional: _compute_resized_output_size, then center_crop."""
    width, height = image.size
    short, long = min(width, height), max(width, height)
    new_short, new_long = shorter_side, int(shorter_side * long / short)
    new_width, new_height = (new_short, new_long) if width <= height else (new_long, new_short)
    resized = image.resize((new_width, new_height), FILTERS[interpolation])
    top = int(round((new_height - size) / 2.0))
    left = int(round((new_width - size) / 2.0))
    return resized.crop((left, top, left + size, top + size))


CASES = [
    # from [height, width], size, shorter side
    ([75, 100], 28, 32),
    ([100, 75], 28, 32),
    ([375, 500], 224, 256),
    ([61, 47], 28, 31),
    ([20, 30], 28, 32),
    ([300, 40], 28, 32),
    ([40, 300], 27, 32),
    ([3, 2], 5, 8),
]


def main():
    cases = []
    for (height, width), size, shorter_side in CASES:
        for interpolation in FILTERS:
            image = Image.fromarray(picture(height, width))
            pixels = np.asarray(evaluated(image, size, shorter_side, interpolation))
            cases.append(
                {
                    "from": [height, width],
                    "size": size,
                    "shorterSide": shorter_side,
                    "interpolation": interpolation,
                    "sha256": hashlib.sha256(pixels.tobytes()).hexdigest(),
                    "firstRow": pixels[0].tobytes().hex(),
                }
            )
    print(json.dumps({"pillow": PIL.__version__, "cases": cases}))


if __name__ == "__main__":
    main()
