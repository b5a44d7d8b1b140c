"""Computes the features of a folder of photographs as timm's programs do; prints the best images a second of its ways.

    python3 bench/transfer_speed.py FOLDER OTHERS WEIGHTS

EfficientNet-Lite0 in evaluation, batches of 32, timm's own transform for it (Pillow), a DataLoader with two workers, two threads of
computation; both memory formats, each warmed up on the other folder. What is timed begins with the first batch that is asked for.
"""

import json
import sys
import time

import timm
import torch
from safetensors.torch import load_file
from torchvision.datasets import ImageFolder

torch.set_num_threads(2)
folder, others, weights = sys.argv[1:]
model = timm.create_model("tf_efficientnet_lite0", pretrained=False)
model.load_state_dict(load_file(weights))
model.reset_classifier(0)
model.eval()
transform = timm.data.create_transform(**timm.data.resolve_model_data_config(model), is_training=False)


@torch.inference_mode()
def features(path, memory_format):
    data = ImageFolder(path, transform)
    loader = torch.utils.data.DataLoader(data, batch_size=32, num_workers=2)
    start = time.perf_counter()
    count = sum(len(model(images.to(memory_format=memory_format))) for images, _ in loader)
    return count / (time.perf_counter() - start)


found = {}
for name, memory_format in {"contiguous": torch.contiguous_format, "channels-last": torch.channels_last}.items():
    model.to(memory_format=memory_format)
    features(others, memory_format)
    found[name] = features(folder, memory_format)
print(json.dumps(found))
