import { describe, expect, it } from "vitest";
import { expectAgreement } from "../../test/lowering-agreement.js";
import { Graph } from "../graph/graph.js";
import { windowAxis } from "../graph/shapes.js";
import { gpu } from "./gpu.js";

describe("the gpu lowering computes the portable one's kernel gradient", () => {
  it.each([
    ["of every form", { channels: 3, filters: 5, size: 3 }],
    ["with strides", { channels: 4, filters: 2, size: 3, stride: 2 }],
    ["dilated", { channels: 2, filters: 3, size: 2, dilation: 2 }],
    ["of one position", { channels: 7, filters: 6, size: 1 }],
    ["in groups", { channels: 4, filters: 6, size: 3, groups: 2 }],
    ["of many elements", { channels: 130, filters: 120, size: 3 }],
  ] as const)("%s", (_, sliding) =>
    expectAgreement(gpu, ({ lowering, maps, weightResult }) => {
      const {
        channels,
        filters,
        size,
        stride = 1,
        dilation = 1,
        groups = 1,
      } = {
        stride: 1,
        dilation: 1,
        groups: 1,
        ...sliding,
      };
      const window = [
        windowAxis(7, size, stride, "same", dilation),
        windowAxis(6, size, stride, "valid", dilation),
      ] as const;
      const layout = lowering.kernelLayout([size, size, channels / groups, filters], groups);
      const x = maps("x", [3, 7, 6, channels]);
      const dy = maps("dy", [3, window[0].output, window[1].output, filters]);
      weightResult("dKernel", lowering.convKernelGradient(x, dy, window, groups), layout);
    }),
  );

  it("image by image, where the kernel has few elements", () => {
    const graph = new Graph();
    const window = [windowAxis(7, 3, 1, "same"), windowAxis(6, 3, 1, "same")] as const;
    const x = gpu.enter(graph.input("x", "float32", [3, 7, 6, 4]));
    gpu.convKernelGradient(x, gpu.enter(graph.input("dy", "float32", [3, 7, 6, 5])), window);
    const product = graph.nodes.find(({ op }) => op === "MatMul");
    expect(product?.outputs[0]?.shape).toEqual([3, 36, 5]);
  });
});
