"""BMP and Netpbm files of every kind, and the pixels that Pillow reads from them.

    python3 plain-formats.py > plain-formats.json

Made with Pillow 13.0.0 and numpy 2.4. Files and pixels, `[height, width, 3]`, are base64. Pillow keeps 16-bit grey as
16 bits, so those levels are divided here.
"""

import base64
import io
import json
import struct

import numpy as np
import PIL
from PIL import Image

from resize import picture

HEIGHT, WIDTH = 5, 7
RGB = picture(HEIGHT, WIDTH)
GREY = RGB[..., 0]
cases = []


def text(data):
    return base64.b64encode(bytes(data)).decode()


def case(name, data, pixels=None, **more):
    if pixels is None:
        pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    if pixels.ndim == 2:
        pixels = np.stack([pixels] * 3, -1)
    height, width = pixels.shape[:2]
    cases.append(
        {"name": name, "file": text(data), "height": height, "width": width, "pixels": text(pixels.tobytes()), **more}
    )


def saved(image, form, **options):
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


# Netpbm


def written(kind, levels, largest=None, comment=""):
    size = f"{levels.shape[1]} {levels.shape[0]}\n"
    header = f"{kind}\n{comment}{size}" + ("" if largest is None else f"{largest}\n")
    if kind in ("P1", "P2", "P3"):
        return (header + " ".join(str(level) for level in levels.ravel()) + "\n").encode()
    return header.encode() + levels.astype(">u2" if largest > 255 else np.uint8).tobytes()


bits = (GREY > 120).astype(np.uint8)
case("P1", written("P1", bits, comment="# a comment 1 2\n"))
case("P1 without spaces", f"P1 {WIDTH} {HEIGHT}\n{''.join(str(bit) for bit in bits.ravel())}".encode())
case("P2", written("P2", GREY, 255))
case("P2 up to 6", written("P2", GREY % 7, 6))
case("P3", written("P3", RGB, 255, comment="# one\n# two\n"))
case("P3 up to 1000", written("P3", RGB.astype(int) * 1000 // 255, 1000))
case("P4", saved(Image.fromarray(GREY).convert("1"), "PPM"))
case("P5", saved(Image.fromarray(GREY), "PPM"))
case("P5 up to 15", written("P5", GREY // 16, 15))
case("P6", saved(Image.fromarray(RGB), "PPM"))
case("P6 up to 100", written("P6", RGB // 3, 100))
case("P6 of 16 bits", written("P6", RGB.astype(int) * 250 + 7, 65535))
case("P6 with two spaces", b"P6 7\t5 # size\n255 " + RGB.tobytes())
deep = GREY.astype(int) * 250 + 7
case("P5 of 16 bits", written("P5", deep, 65535), np.round(deep / 257).astype(np.uint8))
twelve = GREY.astype(int) * 16
case("P5 of 12 bits", written("P5", twelve, 4095), np.round(twelve / 4095 * 255).astype(np.uint8))
case("two pictures", 2 * saved(Image.fromarray(RGB), "PPM"))

# BMP


def bmp(data, depth, compression=0, palette=b"", height=HEIGHT, masks=b"", colours=0, header=40):
    size = 14 + header + (len(masks) if header == 40 else 0) + len(palette)
    if header == 12:
        info = struct.pack("<IHHHH", 12, WIDTH, height, 1, depth)
    else:
        info = struct.pack("<IiiHHIIiiII", header, WIDTH, height, 1, depth, compression, len(data), 0, 0, colours, 0)
        info = (info + masks).ljust(14 + header - 14, b"\0") if header > 40 else info + masks
    return b"BM" + struct.pack("<IHHI", size + len(data), 0, 0, size) + info + palette + data


def rows(lines):
    """From below, each filled up to 32 bits."""
    return b"".join(bytes(line) + bytes(-len(line) % 4) for line in reversed(list(lines)))


def packed(indices, depth):
    return rows(
        [
            int("".join(f"{index:0{depth}b}" for index in line).ljust(-(-WIDTH * depth // 8) * 8, "0"), 2).to_bytes(
                -(-WIDTH * depth // 8), "big"
            )
            for line in indices
        ]
    )


def palette(colours, entry=4):
    return b"".join(bytes(colour[::-1]) + bytes(entry - 3) for colour in colours)


random = np.random.RandomState(1)
COLOURS = [tuple(int(level) for level in colour) for colour in random.randint(0, 256, (256, 3))]
case("1 bit", bmp(packed(bits, 1), 1, palette=palette(COLOURS[:2])))
case("1 bit, black and white", saved(Image.fromarray(GREY).convert("1"), "BMP"))
case("4 bits", bmp(packed(GREY // 16, 4), 4, palette=palette(COLOURS[:16])))
case("8 bits", bmp(packed(GREY, 8), 8, palette=palette(COLOURS)))
case("8 bits of 9 colours", bmp(packed(GREY % 9, 8), 8, palette=palette(COLOURS[:9]), colours=9))
case("8 bits, grey", saved(Image.fromarray(GREY), "BMP"))
case("8 bits, OS/2", bmp(packed(GREY, 8), 8, palette=palette(COLOURS, 3), header=12))
case("24 bits", saved(Image.fromarray(RGB), "BMP"))
case("24 bits from the top", bmp(rows(RGB[::-1, :, ::-1].reshape(HEIGHT, -1)), 24, height=-HEIGHT))
case("24 bits, OS/2", bmp(rows(RGB[..., ::-1].reshape(HEIGHT, -1)), 24, header=12))
words = np.concatenate([RGB[..., ::-1], RGB[..., :1]], -1)
case("32 bits", bmp(rows(words.reshape(HEIGHT, -1)), 32))
five = random.randint(0, 65536, (HEIGHT, WIDTH)).astype("<u2")
case("16 bits", bmp(rows(five.view(np.uint8).reshape(HEIGHT, -1)), 16))
masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
case("16 bits, 565", bmp(rows(five.view(np.uint8).reshape(HEIGHT, -1)), 16, 3, masks=masks))
case("16 bits, 565, header of 56", bmp(rows(five.view(np.uint8).reshape(HEIGHT, -1)), 16, 3, masks=masks, header=56))
masks = struct.pack("<III", 0xFF000000, 0xFF0000, 0xFF00)
case("32 bits, masks", bmp(rows(words.reshape(HEIGHT, -1)), 32, 3, masks=masks))
alpha = Image.fromarray(np.concatenate([RGB, RGB[..., 2:]], -1), "RGBA")
whole = Image.new("RGBA", alpha.size, (10, 200, 30, 255))
whole.alpha_composite(alpha)
masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
with_alpha = bmp(rows(np.asarray(alpha)[..., [2, 1, 0, 3]].reshape(HEIGHT, -1)), 32, 3, masks=masks, header=108)
assert Image.open(io.BytesIO(with_alpha)).tobytes() == alpha.tobytes()
case("32 bits, alpha", with_alpha, np.asarray(whole.convert("RGB")), tolerance=1)


def runs8(lines):
    out = b""
    for line in lines:
        out += bytes([3, int(line[0]), 0, 3]) + bytes(line[3:6]) + b"\0" + bytes([1, int(line[6])]) + b"\0\0"
    return out[:-2] + b"\0\1"


lines = GREY[::-1].copy()
case("RLE8", bmp(runs8(lines), 8, 1, palette=palette(COLOURS)))
moved = bytes([2, 9, 0, 2, 1, 2, 3, 20, 0, 0, 7, 5, 0, 0, 7, 6, 0, 1])
case("RLE8 with a move", bmp(moved, 8, 1, palette=palette(COLOURS)))
four = bytes([5, 0x3A, 2, 0x71, 0, 0, 0, 5, 0x12, 0x34, 0x50, 0, 2, 0x99, 0, 0, *[7, 0xBC, 0, 0] * 3, 0, 1])
case("RLE4", bmp(four, 4, 2, palette=palette(COLOURS[:16])))

print(json.dumps({"pillow": PIL.__version__, "cases": cases}))
