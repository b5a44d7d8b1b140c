import { listWeights } from "@imgcls/architectures";
import { describe, expect, it } from "vitest";
import { choiceProblems, inputShapeFor, knownWeights } from "./choice.js";

describe("knownWeights", () => {
  it.each([
    ["imagenet", "timm/tf_efficientnet_lite1.in1k"],
    ["timm/tf_efficientnet_lite1.in1k", "timm/tf_efficientnet_lite1.in1k"],
    ["./downloads/tf_efficientnet_lite1.in1k.safetensors", "timm/tf_efficientnet_lite1.in1k"],
    ["C:\\files\\tf_efficientnet_lite1-bde8b488.pth", "timm/tf_efficientnet_lite1.in1k"],
    ["./model.safetensors", undefined],
    ["./tf_efficientnet_lite0.in1k.safetensors", undefined],
  ])("of efficientnet-lite1, %s are %s", (weights, id) =>
    expect(knownWeights("efficientnet-lite1", weights)?.id).toBe(id),
  );
});

it("images of one's own are brought to the size of the weights", () => {
  expect(inputShapeFor("mobilenet-v4-conv-small", "timm/mobilenetv4_conv_small.e3600_r256_in1k")).toEqual([
    256, 256, 3,
  ]);
  expect(inputShapeFor("mobilenet-v4-conv-small", "./mine.pth")).toEqual([224, 224, 3]);
  expect(inputShapeFor("mobilenet-v4-conv-small")).toEqual([224, 224, 3]);
  expect(inputShapeFor("cifar10-cnn", "none")).toEqual([32, 32, 3]);
});

it("a path and every id of an architecture are no problem, and neither is having none", () => {
  for (const weights of ["none", "imagenet", "./a.h5", "../b", "c.keras", ...listWeights("resnet50")]) {
    expect(choiceProblems("resnet50", weights, "weights")).toEqual([]);
  }
});
