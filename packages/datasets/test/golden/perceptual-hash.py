"""Golden values of the perceptual hash: `python3 perceptual-hash.py > perceptual-hash.json`.

Pillow brings one channel of resize.py's picture to 32×32 (bilinear), SciPy computes its cosine transform, and a bit says whether one of
the 8×8 lowest frequencies, the first left out, is above their median. Bit 8v + u is of frequency v down and u across.
"""

import json

import numpy as np
import PIL
import scipy
from PIL import Image
from scipy.fft import dctn

from resize import picture

SIZES = [(32, 32), (75, 100), (224, 224), (20, 61), (8, 8)]


def hash_of(small):
    frequencies = dctn(small.astype(np.float64), type=2)[:8, :8].flatten()
    # Where waves cancel out, rounding must not decide.
    bits = frequencies > np.median(frequencies[1:]) + 1e-6
    bits[0] = False
    return [sum(1 << i for i in range(32) if bits[start + i]) for start in (0, 32)]


def cases():
    for size in SIZES:
        for channel in (0, 2):
            grey = Image.fromarray(np.ascontiguousarray(picture(*size)[:, :, channel]))
            small = np.asarray(grey.resize((32, 32), Image.BILINEAR))
            yield {
                "size": size,
                "channel": channel,
                "hash": hash_of(small),
                "mirrored": hash_of(np.fliplr(small)),
            }


if __name__ == "__main__":
    print(json.dumps({"pillow": PIL.__version__, "scipy": scipy.__version__, "cases": list(cases())}, indent=1))
