"""Golden values of Pillow for images that are drawn by a formula: `python3 resize.py > resize.json`.

Made with Pillow 9.4.0, numpy 1.24.2. Each picture is level(x, y, c) = (7x + 13y + 31c + xy) mod 256 in red
and green, and a smooth wave in blue, `[height, width, 3]`. Pixels are hexadecimal, row by row.
"""

import json

import numpy as np
import PIL
from PIL import Image


def picture(height, width):
    y, x = np.mgrid[0:height, 0:width]
    red = (7 * x + 13 * y + x * y) % 256
    green = (7 * x + 13 * y + 31 + x * y) % 256
    # Integers only, so that every language draws the same.
    blue = (x * x // 11 + y * y // 7) % 256
    return np.stack([red, green, blue], -1).astype(np.uint8)


def hexadecimal(image):
    return np.asarray(image).tobytes().hex()


SIZES = [(75, 100), (7, 5), (1, 9)]
TARGETS = [(10, 7), (24, 24), (1, 1), (30, 41), (7, 5)]

def main():
    cases = [
        {
            "from": size,
            "to": target,
            "pixels": hexadecimal(Image.fromarray(picture(*size)).resize(target[::-1], Image.BILINEAR)),
        }
        for size in SIZES
        for target in TARGETS
    ]
    image = Image.fromarray(picture(12, 16))
    cover = image.crop((2, 0, 14, 12)).resize((6, 6), Image.BILINEAR)
    contain = Image.new("RGB", (8, 8), (10, 20, 30))
    contain.paste(image.resize((8, 6), Image.BILINEAR), (0, 1))
    print(
        json.dumps(
            {
                "pillow": PIL.__version__,
                "cases": cases,
                "cover": {"from": [12, 16], "to": [6, 6], "pixels": hexadecimal(cover)},
                "contain": {"from": [12, 16], "to": [8, 8], "pixels": hexadecimal(contain)},
                "grey": {"from": [12, 16], "pixels": hexadecimal(image.convert("L"))},
            }
        )
    )


if __name__ == "__main__":
    main()
