"""Small files of `torch.save` and of safetensors, and what is in them.

Run `python3 pytorch_files.py` in this folder; it writes pytorch-files.json beside itself. Written for PyTorch 2.15 and
safetensors 0.6.
"""

import base64
import collections
import io
import json
import pathlib

import safetensors.torch
import torch
from torch import nn

HERE = pathlib.Path(__file__).parent


def saved(value, **options):
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def kinds_of_tensors():
    base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4) / 7
    return collections.OrderedDict(
        transposed=base.permute(2, 0, 1),
        part=base[1, 1:, ::2],
        whole=base,
        double=torch.tensor([0.1, -3.0], dtype=torch.float64),
        half=torch.tensor([1 / 3, 65504.0], dtype=torch.float16),
        bfloat=torch.tensor([1 / 3, -2.5], dtype=torch.bfloat16),
        long=torch.tensor(-7, dtype=torch.int64),
        int=torch.tensor([-1, 2], dtype=torch.int32),
        short=torch.tensor([-300], dtype=torch.int16),
        char=torch.tensor([-8], dtype=torch.int8),
        byte=torch.tensor([200], dtype=torch.uint8),
        bool=torch.tensor([True, False]),
        empty=torch.zeros(0, 3),
    )


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 3, bias=False)
        self.bn = nn.BatchNorm2d(3)
        self.fc = nn.Linear(3, 2)


class Attack:
    def __reduce__(self):
        return (eval, ("1 + 1",))


def main():
    torch.manual_seed(1)
    tensors = kinds_of_tensors()
    network = Network()
    files = {
        "kinds": saved(tensors),
        "network": saved(network.state_dict()),
        "networkSafetensors": safetensors.torch.save(network.state_dict()),
        "checkpoint": saved({"epoch": 3, "rate": 0.5, "model": network.state_dict()}),
        "module": saved(nn.Linear(1, 1)),
        "attack": saved({"weight": Attack()}),
        "number": saved(5),
        "before16": saved(tensors, _use_new_zipfile_serialization=False),
    }
    document = {
        "files": {name: base64.b64encode(data).decode() for name, data in files.items()},
        "kinds": {
            name: {"shape": list(tensor.shape), "values": [float(f"{value:.9g}") for value in tensor.to(torch.float32).flatten().tolist()]}
            for name, tensor in tensors.items()
        },
    }
    (HERE / "pytorch-files.json").write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
