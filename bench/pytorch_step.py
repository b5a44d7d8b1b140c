"""Times one training step of one of the bench's networks in PyTorch; prints one JSON line.

    python3 bench/pytorch_step.py MODEL BATCH STEPS THREADS [cpu|cuda] [contiguous|channels-last]

Forward, cross-entropy, backward and SGD with momentum on data that is already in the device's memory as floats. The
presets' maxNorm constraint is left out, which favours PyTorch. "channels-last" is the memory format that PyTorch recommends
for convolutions on processors.
"""

import json
import resource
import statistics
import sys
import time

import torch
from torch import nn

from pytorch_models import MODELS

WARM_UP_STEPS = 5


FORMATS = {"contiguous": torch.contiguous_format, "channels-last": torch.channels_last}


def main(name, batch, steps, threads, device="cpu", memory="contiguous"):
    torch.set_num_threads(threads)
    build, shape, classes = MODELS[name]
    model = build().to(device, memory_format=FORMATS[memory])
    trained = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.SGD(trained, lr=0.01, momentum=0.9)
    images = torch.rand(batch, *shape, device=device).to(memory_format=FORMATS[memory])
    labels = torch.randint(0, classes, (batch,), device=device)
    seconds = []
    for _ in range(WARM_UP_STEPS + steps):
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        loss.item()
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds[WARM_UP_STEPS:])
    measured = {
        "engine": f"pytorch {torch.__version__} ({device}, {memory})",
        "msPerStep": median * 1e3,
        "trainableParameters": sum(weight.numel() for weight in trained),
        "peakMemoryMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]), *sys.argv[5:])
