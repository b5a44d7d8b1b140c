"""Times torchvision's usual per-image transforms on Pillow images, through a DataLoader; prints one JSON line a case.

    /usr/bin/python3 bench/datasets/torchvision_augment.py IMAGES WORKERS

32x32x3 noise, batches of 128, an epoch of three seconds at most. A transform ends with PILToTensor, which copies the bytes, as ours stay uint8.
"""

import json
import sys
import time
import warnings

import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms as T

warnings.filterwarnings("ignore")

SECONDS = 3

CASES = {
    "flip + padded crop": [T.RandomCrop(32, padding=4), T.RandomHorizontalFlip()],
    "RandAugment": [T.RandAugment()],
    "TrivialAugmentWide": [T.TrivialAugmentWide()],
    "AutoAugment": [T.AutoAugment(T.AutoAugmentPolicy.CIFAR10)],
    "ColorJitter": [T.ColorJitter(0.4, 0.4, 0.4, 0.1)],
    "RandomAffine": [T.RandomAffine(15, (0.1, 0.1), (0.9, 1.1), 5)],
    "RandomAffine, bilinear": [
        T.RandomAffine(15, (0.1, 0.1), (0.9, 1.1), 5, interpolation=T.InterpolationMode.BILINEAR)
    ],
    "RandomResizedCrop": [T.RandomResizedCrop(32)],
    "RandomPerspective": [T.RandomPerspective(p=1)],
    "GaussianBlur": [T.GaussianBlur(5)],
    "ElasticTransform": [T.ElasticTransform()],
}


class Images(Dataset):
    def __init__(self, images, transform):
        self.images = images
        self.transform = T.Compose([*transform, T.PILToTensor()])

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.transform(Image.fromarray(self.images[index])), index % 10


def main(count, workers):
    torch.set_num_threads(1)
    images = np.random.RandomState(0).randint(0, 256, (count, 32, 32, 3), np.uint8)
    for name, transform in CASES.items():
        loader = DataLoader(Images(images, transform), batch_size=128, shuffle=True, num_workers=workers)
        start = time.perf_counter()
        done = 0
        for _, labels in loader:
            done += len(labels)
            if time.perf_counter() - start > SECONDS:
                break
        seconds = time.perf_counter() - start
        print(json.dumps({"case": name, "imagesPerSecond": done / seconds}), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
