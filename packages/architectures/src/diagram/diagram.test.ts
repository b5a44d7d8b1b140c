import { expect, it } from "vitest";
import { buildModel } from "../build-model.js";
import { diagram } from "./diagram.js";
import { diagramNodes } from "./diagram-nodes.js";
import { layeredLayout } from "./layered-layout.js";

const built = (name: string) => buildModel(name, { inputShape: [32, 32, 3], initialWeights: "zeros" });

it("puts a layer and what follows it into one box", () => {
  const nodes = diagramNodes(built("resnet20"));
  expect(nodes.slice(0, 4).map(({ label, outputShape, inputs }) => [label, outputShape, inputs])).toEqual([
    ["image", [32, 32, 3], []],
    ["Conv 3×3 · 16 · BN · relu", [32, 32, 16], [0]],
    ["Conv 3×3 · 16 · BN · relu", [32, 32, 16], [1]],
    ["Conv 3×3 · 16 · BN", [32, 32, 16], [2]],
  ]);
  expect(nodes.filter(({ label }) => label === "+ · relu")).toHaveLength(9);
  expect(nodes.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(271_098);
});

it("joins padding with what it pads for", () => {
  const labels = diagramNodes(built("mobilenet-v2")).map(({ label }) => label);
  expect(labels).toContain("Depthwise 3×3 /2 · BN · relu6");
  expect(labels.join()).not.toContain("Zero");
});

it("draws every layer and every connection once", () => {
  for (const name of ["mnist-cnn", "googlenet", "densenet-bc-100-12", "efficientnet-b0"]) {
    const model = built(name);
    const nodes = diagramNodes(model);
    const svg = diagram(model);
    expect(svg.match(/<rect x=/g)).toHaveLength(nodes.length);
    expect(svg.match(/<path/g)).toHaveLength(nodes.reduce((sum, { inputs }) => sum + inputs.length, 0));
    expect(nodes.flatMap(({ layers }) => layers).sort()).toEqual(
      model.layers.map((layer) => layer.name).sort(),
    );
  }
});

it("keeps neighbours apart, and leads long edges around what lies between", () => {
  const boxes = diagramNodes(built("googlenet")).map(({ inputs }, index) => ({ width: 50 + index, inputs }));
  const { places, edges, rows } = layeredLayout(boxes, { gap: 10, laneWidth: 8 });
  const passing = edges.flatMap((edge) => edge.places.slice(1, -1).map((place) => ({ ...place, width: 8 })));
  const all = [...places.map((place, index) => ({ ...place, width: boxes[index]!.width })), ...passing];
  for (let row = 0; row < rows; row++) {
    const neighbours = all.filter((item) => item.row === row).sort((one, other) => one.x - other.x);
    for (const [index, item] of neighbours.slice(1).entries()) {
      const before = neighbours[index]!;
      expect(item.x - item.width / 2 - (before.x + before.width / 2)).toBeCloseTo(10, 6);
    }
  }
  for (const edge of edges) {
    expect(edge.places.map(({ row }) => row)).toEqual(
      Array.from(edge.places, (_, index) => edge.places[0]!.row + index),
    );
  }
});

it("escapes names", () => {
  const model = built("mnist-cnn");
  model.name = `<b>&"`;
  expect(diagram(model)).toContain("&lt;b&gt;&amp;&quot;");
});
