"""What an exported file says of pictures in Pillow and onnxruntime, with nothing of this project.

    python same_answers.py model.onnx FOLDER_OF_PICTURES > answers.json

Needs pillow, numpy and onnxruntime. `picture` is what docs/your-own-images.md shows.
"""

import io
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageCms, ImageOps

Image.MAX_IMAGE_PIXELS = None


def picture(path, height, width, fit):
    """A file as the input of an exported model: [height, width, 3], 0..255."""
    image = Image.open(path)
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    alpha = image.convert("RGBA").getchannel("A") if has_alpha else None
    if profile and image.mode in ("RGB", "RGBA"):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        image = ImageCms.profileToProfile(
            image.convert("RGB"), source, ImageCms.createProfile("sRGB")
        )
    if alpha:
        image = image.convert("RGB")
        image.putalpha(alpha)
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    if image.mode == "CMYK":
        light = 255 - np.asarray(image).astype(int)
        image = Image.fromarray((light[..., :3] * light[..., 3:] // 255).astype(np.uint8))
    image = image.convert("RGB")
    if fit == "cover":
        scale = min(image.width / width, image.height / height)
        w, h = (min(side, max(1, int(scale * wanted + 0.5))) for side, wanted in
                ((image.width, width), (image.height, height)))
        left, top = (image.width - w) // 2, (image.height - h) // 2
        # Cut before resizing: with `box` the filter would see pixels beside it.
        image = image.crop((left, top, left + w, top + h))
    return np.asarray(image.resize((width, height), Image.Resampling.BILINEAR))


def main(model, folder):
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    metadata = session.get_modelmeta().custom_metadata_map
    size, card = json.loads(metadata["input"]), json.loads(metadata["picture"])
    answers = {}
    for path in sorted(Path(folder).iterdir()):
        pixels = picture(path, size["height"], size["width"], card["fit"])
        answers[path.name] = session.run(["probabilities"], {"images": pixels[None]})[0][0].tolist()
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
