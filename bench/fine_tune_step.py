"""Times steps of fine-tuning EfficientNet-Lite0 as timm has it; prints one JSON line.

    pip install torch timm
    python3 bench/fine_tune_step.py STEPS THREADS contiguous|channels-last

Batch 32 of 224x224, ten classes, AdamW (all weights; fused, the fastest form on a processor), label smoothing 0.1, batch
normalizations by their averages. Data is already in memory as floats; augmentation is left out.
"""

import json
import statistics
import sys
import time

import timm
import torch
from torch import nn

WARM_UP_STEPS = 2
FORMATS = {"contiguous": torch.contiguous_format, "channels-last": torch.channels_last}


def main(steps, threads, memory):
    torch.set_num_threads(threads)
    model = timm.create_model("tf_efficientnet_lite0", num_classes=10).to(memory_format=FORMATS[memory])
    model.train()
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4, weight_decay=0.01, fused=True)
    images = torch.rand(32, 3, 224, 224).to(memory_format=FORMATS[memory])
    labels = torch.randint(0, 10, (32,))
    seconds = []
    for _ in range(WARM_UP_STEPS + steps):
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(model(images), labels, label_smoothing=0.1)
        loss.backward()
        optimizer.step()
        loss.item()
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds[WARM_UP_STEPS:])
    print(json.dumps({"engine": f"pytorch {torch.__version__} ({memory})", "msPerStep": median * 1e3}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
