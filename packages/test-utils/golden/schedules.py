"""Learning rates of PyTorch's and Keras's schedules, for rate 0.1 and 4 steps an epoch, as schedules.json.

    python3 packages/test-utils/golden/schedules.py

Written with torch 2.15, keras 3.15 and timm 1.0. Each case has our configuration and the rates that the peer gives for its steps.
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "torch"

import torch
from keras.optimizers import schedules as keras
from timm.scheduler import TanhLRScheduler
from torch.optim import lr_scheduler as pytorch

RATE, STEPS, PER_EPOCH = 0.1, 40, 4


def from_pytorch(make, per_epoch=False):
    """Schedulers of epochs advance after each epoch, the others after each step."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE, momentum=0.9)
    scheduler = make(optimizer)
    rates = []
    for step in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if (not per_epoch or step % PER_EPOCH == PER_EPOCH - 1) and step < STEPS - 1:
            scheduler.step()
    return rates


def from_keras(schedule):
    return [float(schedule(step)) for step in range(STEPS)]


def from_timm(scheduler, **options):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    made = scheduler(optimizer, t_in_epochs=False, **options)
    return [made._get_lr(step)[0] for step in range(STEPS)]


def case(peer, rates, **config):
    return {"peer": peer, "config": config, "rates": [float(f"{rate:.9g}") for rate in rates]}


def warm(main, start, steps):
    """PyTorch's way to put a warm-up before any schedule."""
    return lambda optimizer: pytorch.SequentialLR(
        optimizer,
        [pytorch.LinearLR(optimizer, start_factor=start, total_iters=steps), main(optimizer)],
        milestones=[steps],
    )


CASES = [
    case("StepLR", from_pytorch(lambda o: pytorch.StepLR(o, 3, 0.5), True), type="step", everyEpochs=3, gamma=0.5),
    case("MultiStepLR", from_pytorch(lambda o: pytorch.MultiStepLR(o, [2, 7]), True), type="multiStep", milestones=[2, 7]),
    case("ExponentialLR", from_pytorch(lambda o: pytorch.ExponentialLR(o, 0.8), True), type="exponential", gamma=0.8, staircase=True),
    case("ExponentialDecay", from_keras(keras.ExponentialDecay(RATE, 8, 0.7)), type="exponential", gamma=0.7, decayEpochs=2),
    case("InverseTimeDecay", from_keras(keras.InverseTimeDecay(RATE, 8, 0.5)), type="inverseTime", decayRate=0.5, decayEpochs=2),
    case("InverseTimeDecay, staircase", from_keras(keras.InverseTimeDecay(RATE, 8, 0.5, staircase=True)), type="inverseTime", decayRate=0.5, decayEpochs=2, staircase=True),
    case("PolynomialDecay", from_keras(keras.PolynomialDecay(RATE, STEPS, 0.01, 2)), type="polynomial", power=2, minFactor=0.1),
    case("PolynomialLR", from_pytorch(lambda o: pytorch.PolynomialLR(o, STEPS, 0.9)), type="polynomial", power=0.9),
    case("CosineDecay", from_keras(keras.CosineDecay(RATE, STEPS, 0.05)), type="cosine", minFactor=0.05),
    case("TanhLRScheduler", from_timm(TanhLRScheduler, t_initial=STEPS, lr_min=0.01), type="tanh", minFactor=0.1),
    case("CosineAnnealingLR", from_pytorch(lambda o: pytorch.CosineAnnealingLR(o, STEPS, 0.005)), type="cosine", minFactor=0.05),
    case("CosineDecay, warm-up", from_keras(keras.CosineDecay(0.0, STEPS - 8, 0.0, warmup_target=RATE, warmup_steps=8)), type="cosine", warmup={"epochs": 2}),
    case("CosineDecayRestarts", from_keras(keras.CosineDecayRestarts(RATE, 6, 2.0, 0.8, 0.1)), type="cosineRestarts", firstEpochs=1.5, lengthFactor=2, peakFactor=0.8, minFactor=0.1),
    case("CosineAnnealingWarmRestarts", from_pytorch(lambda o: pytorch.CosineAnnealingWarmRestarts(o, 10)), type="cosineRestarts", firstEpochs=2.5),
    case("OneCycleLR", from_pytorch(lambda o: pytorch.OneCycleLR(o, RATE, total_steps=STEPS, cycle_momentum=False)), type="oneCycle"),
    case("OneCycleLR, linear", from_pytorch(lambda o: pytorch.OneCycleLR(o, RATE, total_steps=STEPS, pct_start=0.2, anneal_strategy="linear", div_factor=10, final_div_factor=100, cycle_momentum=False)), type="oneCycle", riseShare=0.2, anneal="linear", divFactor=10, finalDivFactor=100),
    case("CyclicLR", from_pytorch(lambda o: pytorch.CyclicLR(o, RATE / 10, RATE, step_size_up=6, step_size_down=4, cycle_momentum=False)), type="triangular", upEpochs=1.5, downEpochs=1),
    case("CyclicLR, triangular2", from_pytorch(lambda o: pytorch.CyclicLR(o, RATE / 5, RATE, step_size_up=6, mode="triangular2", cycle_momentum=False)), type="triangular", upEpochs=1.5, minFactor=0.2, halving=True),
    # Keras's boundary is the last step with the old value.
    case("PiecewiseConstantDecay", from_keras(keras.PiecewiseConstantDecay([7, 19], [RATE, RATE / 2, RATE / 5])), type="piecewise", points=[[0, 1], [2, 0.5], [5, 0.2]]),
    case("LinearLR, then MultiStepLR of steps", from_pytorch(warm(lambda o: pytorch.MultiStepLR(o, [8]), 0.25, 8)), type="multiStep", milestones=[2], warmup={"epochs": 2, "from": 0.25}),
    case("LinearLR, then CosineAnnealingLR", from_pytorch(warm(lambda o: pytorch.CosineAnnealingLR(o, STEPS - 12), 0.1, 12)), type="cosine", warmup={"epochs": 3, "from": 0.1}),
]

here = pathlib.Path(__file__).parent
golden = {"rate": RATE, "steps": STEPS, "stepsPerEpoch": PER_EPOCH, "cases": CASES}
(here / "schedules.json").write_text(json.dumps(golden) + "\n")
