import { expect, it } from "vitest";
import { listModels } from "./list-models.js";
import { presets } from "./presets/index.js";

it("lists all without a filter", () => expect(listModels()).toEqual(Object.keys(presets)));

it.each([
  ["vgg1?", ["vgg11", "vgg13", "vgg16", "vgg19"]],
  [
    ["VGG16*", "*v1"],
    ["vgg16", "vgg16-bn", "mobilenet-v1", "shufflenet-v1"],
  ],
  ["squeezenet1.0", ["squeezenet1.0"]],
  ["squeezenet1?1", ["squeezenet1.1"]],
  ["resnet", []],
] as const)("finds names like %s", (pattern, names) => expect(listModels(pattern)).toEqual(names));

it("filters by family and data set, all conditions together", () => {
  expect(listModels({ family: ["lenet", "mlp"] })).toEqual(["mlp", "lenet5"]);
  expect(listModels({ dataset: "cifar100" })).toEqual(["cifar100-cnn"]);
  expect(listModels({ family: "densenet", dataset: "cifar10" })).toEqual(["densenet-bc-100-12"]);
  expect(listModels({ name: "resnet*", family: "resnet-cifar" })).toContain("resnet20");
  expect(listModels({ family: "transformer" })).toEqual([]);
});
