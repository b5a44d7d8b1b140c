"""Maps of the inside of a small network by PyTorch's autograd, for inside.json: python make-inside.py > inside.json"""

import json

import torch
import torch.nn.functional as F

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
SIZE, CLASS = 12, 0

image = torch.randint(0, 256, (3, SIZE, SIZE)).double()
rounded = lambda *shape: (torch.randn(*shape) * 0.4).mul(1000).round() / 1000
kernel1, bias1 = rounded(6, 3, 3, 3), rounded(6)
kernel2, bias2 = rounded(8, 6, 3, 3), rounded(8)
hidden, bias3 = rounded(128, 12), rounded(12)
dense, bias4 = rounded(12, 4), rounded(4)


def features(pixels):
    """Activations of the second convolution; what is behind them is linear piece by piece."""
    x = F.relu(F.conv2d(pixels[None] / 255, kernel1, bias1, padding=1))
    return F.relu(F.conv2d(F.max_pool2d(x, 2), kernel2, bias2))


def scores(activations):
    # Flattened in TensorFlow.js's order.
    return (F.relu(activations.permute(0, 2, 3, 1).flatten(1) @ hidden + bias3) @ dense + bias4)[0]


def score(pixels):
    return scores(features(pixels))[CLASS]


def gradient(at):
    at = at.clone().requires_grad_()
    return torch.autograd.grad(score(at), at)[0]


activations = features(image).detach().requires_grad_()
class_score = scores(activations)[CLASS]
(layer_gradient,) = torch.autograd.grad(class_score, activations, create_graph=False)

normalized = lambda cam: cam / cam.max()
grad_cam = F.relu((layer_gradient.mean(dim=(2, 3), keepdim=True) * activations).sum(1))[0]
layer_cam = F.relu((F.relu(layer_gradient) * activations).sum(1))[0]

# Grad-CAM++ as its paper has it: with the derivatives of Y = exp(S), which autograd computes position by position.
Y = torch.exp(scores(activations)[CLASS])
(first,) = torch.autograd.grad(Y, activations, create_graph=True)
second, third = torch.zeros_like(activations), torch.zeros_like(activations)
for index in torch.cartesian_prod(*(torch.arange(n) for n in activations.shape)).tolist():
    (row,) = torch.autograd.grad(first[tuple(index)], activations, create_graph=True)
    second[tuple(index)] = row[tuple(index)].detach()
    (row,) = torch.autograd.grad(row[tuple(index)], activations, retain_graph=True)
    third[tuple(index)] = row[tuple(index)]
# 0 / 0 where the score does not depend on the activation.
alpha = (second / (2 * second + activations.sum(dim=(2, 3), keepdim=True) * third)).nan_to_num()
weights = (alpha * F.relu(first)).sum(dim=(2, 3), keepdim=True)
grad_cam_plus_plus = F.relu((weights * activations).sum(1))[0]

STEPS = 20
way = [gradient(image * (step + 0.5) / STEPS) for step in range(STEPS)]
integrated = image * torch.stack(way).mean(0)

WINDOW, STRIDE = 5, 3
falls, covers = torch.zeros(SIZE, SIZE), torch.zeros(SIZE, SIZE)
places = [*range(0, SIZE - WINDOW, STRIDE), SIZE - WINDOW]
for top in places:
    for left in places:
        covered = image.clone()
        covered[:, top : top + WINDOW, left : left + WINDOW] = image.mean()
        area = (slice(top, top + WINDOW), slice(left, left + WINDOW))
        falls[area] += (score(image) - score(covered)).detach()
        covers[area] += 1

# [channels, height, width] to TensorFlow.js's order.
hwc = lambda tensor: tensor.permute(1, 2, 0).flatten().tolist()
digits = lambda values: [float(f"{value:.9g}") for value in values]
print(
    json.dumps(
        {
            "size": SIZE,
            "class": CLASS,
            "image": [int(pixel) for pixel in hwc(image)],
            "weights": {
                "first/kernel": kernel1.permute(2, 3, 1, 0).flatten().tolist(),
                "first/bias": bias1.tolist(),
                "second/kernel": kernel2.permute(2, 3, 1, 0).flatten().tolist(),
                "second/bias": bias2.tolist(),
                "hidden/kernel": hidden.flatten().tolist(),
                "hidden/bias": bias3.tolist(),
                "scores/kernel": dense.flatten().tolist(),
                "scores/bias": bias4.tolist(),
            },
            "layerShape": [activations.shape[2], activations.shape[3], activations.shape[1]],
            "activations": digits(hwc(activations[0])),
            "gradients": digits(hwc(layer_gradient[0])),
            "imageGradient": digits(hwc(gradient(image))),
            "gradCam": digits(normalized(grad_cam).flatten().tolist()),
            "gradCamPlusPlus": digits(normalized(grad_cam_plus_plus).flatten().tolist()),
            "layerCam": digits(normalized(layer_cam).flatten().tolist()),
            "resizedGradCam": digits(
                F.interpolate(normalized(grad_cam)[None, None], (SIZE, SIZE), mode="bilinear").flatten().tolist()
            ),
            "integratedSteps": STEPS,
            "integratedGradients": digits(hwc(integrated)),
            "occlusionWindow": WINDOW,
            "occlusionStride": STRIDE,
            "occlusion": digits((falls / covers).flatten().tolist()),
        }
    )
)
