"""Reads a folder of images as torchvision's programs do; prints images a second of the second epoch.

    python3 bench/datasets/torchvision_folder.py FOLDER SIZE BATCH

ImageFolder, Resize((SIZE, SIZE)) (bilinear, antialiased, as Pillow does it), ToTensor, and a DataLoader with
two workers, which are kept from one epoch to the next.
"""

import sys
import time

import torch
from torchvision import datasets, transforms

torch.set_num_threads(1)
folder, size, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
transform = transforms.Compose([transforms.Resize((size, size)), transforms.ToTensor()])
data = datasets.ImageFolder(folder, transform)
loader = torch.utils.data.DataLoader(data, batch_size=batch, shuffle=True, num_workers=2, persistent_workers=True)
for epoch in range(2):
    start = time.perf_counter()
    for _ in loader:
        pass
    seconds = time.perf_counter() - start
print(len(data) / seconds)
