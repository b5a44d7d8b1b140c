"""Image files and the pixels that Pillow reads from them: `python3 decode.py > decode.json`.

Made with Pillow 13.0.0 and numpy 2.4. The picture is that of resize.py, or a smooth one with a little noise in the
manner of a photograph. Files and pixels, `[height, width, 3]`, are base64.
"""

import base64
import io
import json
import struct

import numpy as np
import PIL
from PIL import Image, ImageOps

from resize import picture


def photograph(height, width):
    y, x = np.mgrid[0:height, 0:width]
    red = 128 + 90 * np.sin(x / 9 + y / 23)
    green = 128 + 90 * np.cos(x / 31 - y / 7)
    blue = (x + y) * 255 / (height + width)
    noise = np.random.default_rng(0).normal(0, 6, (height, width, 3))
    return (np.stack([red, green, blue], -1) + noise).clip(0, 255).astype(np.uint8)


def encode(image, form, **options):
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def text(data):
    return base64.b64encode(data).decode()


def case(name, data, pixels, **more):
    return {
        "name": name,
        "file": text(data),
        "height": pixels.height,
        "width": pixels.width,
        "pixels": text(pixels.tobytes()),
        **more,
    }


def gif_of_part(palette, transparent=None):
    """A picture of 6×4 pixels whose only frame has 3×2, without compression."""
    colours = b"".join(bytes(colour) for colour in palette)
    control = b"" if transparent is None else bytes([0x21, 0xF9, 4, 1, 0, 0, transparent, 0])
    frame = b"," + struct.pack("<HHHHB", 1, 1, 3, 2, 0)
    # Codes of 3 bits: 4 before each index clears the table, 5 ends.
    codes = [code for index in (1, 2, 3, 1, 2, 3) for code in (4, index)] + [5]
    bits = sum(code << 3 * i for i, code in enumerate(codes))
    data = bits.to_bytes(5, "little")
    header = b"GIF89a" + struct.pack("<HHBBB", 6, 4, 0xF1, 0, 0)
    return header + colours + control + frame + bytes([2, len(data)]) + data + b"\0;"


def over(image, background):
    whole = Image.new("RGBA", image.size, (*background, 255))
    whole.alpha_composite(image.convert("RGBA"))
    return whole.convert("RGB")


cases = []
plain = Image.fromarray(picture(5, 7))
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encode(plain, "PNG", exif=exif)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    cases.append(case(f"EXIF orientation {orientation}", data, upright, tolerance=0))

alpha = plain.copy()
alpha.putalpha(Image.fromarray((picture(5, 7)[..., 2].astype(int) * 3 % 256).astype(np.uint8)))
cases.append(
    case("alpha over a colour", encode(alpha, "PNG"), over(alpha, (10, 200, 30)), background=[10, 200, 30], tolerance=1)
)
grey = plain.convert("L")
for name, grey_alpha in {
    "grey with alpha": Image.merge("LA", [grey, alpha.getchannel("A")]),
    "one grey with alpha": Image.merge("LA", [Image.new("L", (7, 5), 10), alpha.getchannel("A")]),
}.items():
    pixels = over(grey_alpha, (10, 200, 30))
    cases.append(case(name, encode(grey_alpha, "PNG"), pixels, background=[10, 200, 30], tolerance=1))
data = encode(grey, "PNG", transparency=int(np.asarray(grey)[0, 0]))
pixels = over(Image.open(io.BytesIO(data)).convert("LA"), (10, 200, 30))
cases.append(case("grey with a transparent level", data, pixels, background=[10, 200, 30], tolerance=0))
cases.append(case("grey", encode(grey, "PNG"), grey.convert("RGB"), tolerance=0))
palette = plain.quantize(16)
cases.append(case("palette", encode(palette, "PNG"), palette.convert("RGB"), tolerance=0))
cases.append(case("WebP", encode(plain, "WEBP", lossless=True), plain, tolerance=0))
cases.append(case("TIFF", encode(plain, "TIFF", compression="tiff_lzw"), plain, tolerance=0))
cases.append(case("1 bit TIFF", encode(plain.convert("1"), "TIFF"), plain.convert("1").convert("RGB"), tolerance=0))
frames = [palette, Image.fromarray(255 - picture(5, 7)).quantize(16)]
animated = encode(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)
cases.append(case("first frame of a GIF", animated, Image.open(io.BytesIO(animated)).convert("RGB"), tolerance=0))
white = [(255, 255, 255), (10, 200, 30), (30, 40, 220), (255, 255, 0)]
greys = [(255, 255, 255), (10, 10, 10), (90, 90, 90), (200, 200, 200)]
for name, palette in {"colours": white, "greys": greys}.items():
    data = gif_of_part(palette)
    cases.append(case(f"GIF of a part, {name}", data, Image.open(io.BytesIO(data)).convert("RGB"), tolerance=0))
    data = gif_of_part(palette, 3)
    pixels = over(Image.open(io.BytesIO(data)), (10, 200, 30))
    cases.append(case(f"GIF of a part, {name}, transparent", data, pixels, background=[10, 200, 30], tolerance=0))
deep = (picture(5, 7)[..., 0].astype(np.uint16) * 257).astype(np.uint16)
sixteen = Image.fromarray(picture(5, 7)[..., 0]).convert("RGB")
cases.append(case("16 bit grey", encode(Image.fromarray(deep), "PNG"), sixteen, tolerance=0))

photo = Image.fromarray(photograph(48, 64))
for name, options in {
    "JPEG": {},
    "progressive JPEG": {"progressive": True},
    "JPEG with all colours": {"subsampling": 0},
}.items():
    data = encode(photo, "JPEG", quality=90, **options)
    cases.append(case(name, data, Image.open(io.BytesIO(data)).convert("RGB"), tolerance=2))
data = encode(photo.convert("L"), "JPEG", quality=90)
cases.append(case("grey JPEG", data, Image.open(io.BytesIO(data)).convert("RGB"), tolerance=2))

resized = [
    case(f"to {width}×{height}", encode(photo, "PNG"), photo.resize((width, height), Image.BILINEAR))
    for width, height in [(32, 32), (40, 30), (24, 24), (13, 17), (63, 47)]
]
reduced_jpegs = []
for size in [(64, 48), (51, 37)]:
    for subsampling, name in enumerate(["4:4:4", "4:2:2", "4:2:0"]):
        for progressive in (False, True):
            smaller = photo.resize(size, Image.BICUBIC)
            data = encode(smaller, "JPEG", quality=90, subsampling=subsampling, progressive=progressive)
            decoded = Image.open(io.BytesIO(data)).convert("RGB").resize((40, 30), Image.BILINEAR)
            kind = "progressive" if progressive else "baseline"
            reduced_jpegs.append(case(f"{size[0]}×{size[1]}, {name}, {kind}", data, decoded))
strip = encode(Image.fromarray(picture(292, 3)), "JPEG", quality=90)
decoded = Image.open(io.BytesIO(strip)).convert("RGB").resize((1, 225), Image.BILINEAR)
reduced_jpegs.append(case("3×292, 4:2:0, baseline", strip, decoded))
enlarged = [
    case(f"to {width}×{height}", encode(plain, "PNG"), plain.resize((width, height), Image.BILINEAR))
    for width, height in [(14, 10), (9, 4), (31, 3)]
]
cmyk = encode(photo.convert("CMYK"), "JPEG", quality=90)
print(
    json.dumps(
        {
            "pillow": PIL.__version__,
            "same": cases,
            "reduced": resized,
            "reducedJpegs": reduced_jpegs,
            "enlarged": enlarged,
            "cmyk": case("CMYK", cmyk, Image.open(io.BytesIO(cmyk)).convert("RGB")),
        }
    )
)
