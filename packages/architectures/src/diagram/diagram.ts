import {
  drawTitle,
  element,
  palette,
  rounded,
  seriesColors,
  svgDocument,
  text,
  textWidth,
  tooltip,
} from "@imgcls/charts";
import type { LayersModel } from "@tensorflow/tfjs";
import { type DiagramNode, diagramNodes, type NodeKind } from "./diagram-nodes.js";
import { type Edge, type Layout, layeredLayout, type Place } from "./layered-layout.js";

/** Pixels. */
const ROW_HEIGHT = 58;
const BOX_HEIGHT = 38;
const MARGIN = 24;
const GAP = 22;
const LANE_WIDTH = 12;
const TOP = 34;
const PADDING = 10;
const MERGE_WIDTH = 44;
/** So that a title fits above the narrowest network. */
const LEAST_WIDTH = 240;
const SHAPE_SIZE = 10;

const COLORS: Readonly<Record<NodeKind, string>> = {
  input: palette.muted,
  convolution: palette.train,
  dense: seriesColors[0]!,
  pooling: seriesColors[6]!,
  merge: palette.validation,
  other: palette.muted,
};

/**
 * The network as an SVG picture, from the image at the top to the output at the bottom. A box is a layer with the
 * normalization, activation and padding around it, its output shape below, its layers' names and parameters when
 * pointed at; branches are drawn side by side.
 */
export function diagram(model: LayersModel): string {
  const nodes = diagramNodes(model);
  const widths = nodes.map(widthOf);
  const layout = layeredLayout(
    nodes.map(({ inputs }, index) => ({ width: widths[index]!, inputs })),
    { gap: GAP, laneWidth: LANE_WIDTH },
  );
  const width = Math.ceil(Math.max(layout.width, LEAST_WIDTH) + 2 * MARGIN);
  const height = TOP + layout.rows * ROW_HEIGHT + MARGIN;
  return svgDocument({ description: `Layers of ${model.name}`, width, height }, [
    drawTitle(model.name, MARGIN, width - 2 * MARGIN),
    element("g", { transform: `translate(${width / 2} ${TOP})`, "text-anchor": "middle" }, [
      ...layout.edges.map((edge) => edgeOf(edge, nodes)),
      ...nodes.map((node, index) => boxOf(node, widths[index]!, layout.places[index]!)),
    ]),
  ]);
}

const widthOf = ({ kind, label, outputShape }: DiagramNode): number => {
  const widest = Math.max(textWidth(label), textWidth(shapeText(outputShape), SHAPE_SIZE));
  return Math.round(Math.max(widest + 2 * PADDING, kind === "merge" ? MERGE_WIDTH : 0));
};

const shapeText = (shape: DiagramNode["outputShape"]): string => shape.map((size) => size ?? "?").join("×");

const middle = (row: Layout["places"][number]["row"]): number => row * ROW_HEIGHT + ROW_HEIGHT / 2;

function boxOf(node: DiagramNode, width: number, { x, row }: Place): string {
  const y = middle(row);
  const color = COLORS[node.kind];
  return element("g", {}, [
    tooltip(`${node.layers.join(", ")}: ${node.parameters.toLocaleString("en-US")} parameters`),
    element("rect", {
      x: x - width / 2,
      y: y - BOX_HEIGHT / 2,
      width,
      height: BOX_HEIGHT,
      rx: node.kind === "merge" ? BOX_HEIGHT / 2 : 6,
      fill: color,
      "fill-opacity": 0.14,
      stroke: color,
    }),
    text(x, y - 2, node.label),
    text(x, y + 13, shapeText(node.outputShape), { "font-size": SHAPE_SIZE, fill: palette.muted }),
  ]);
}

/** Straight down through the rows that it passes, bent between them. */
function edgeOf({ places, to }: Edge, nodes: readonly DiagramNode[]): string {
  const points = places.flatMap(({ x, row }, index) => {
    const [above, below] = [middle(row) - BOX_HEIGHT / 2, middle(row) + BOX_HEIGHT / 2];
    if (index === 0) return [{ x, y: below }];
    return index === places.length - 1
      ? [{ x, y: above }]
      : [
          { x, y: above },
          { x, y: below },
        ];
  });
  const [first, ...others] = points;
  let path = `M${rounded(first!.x)} ${first!.y}`;
  let last = first!;
  for (const point of others) {
    const bend = (point.y - last.y) / 2;
    path +=
      point.x === last.x
        ? `V${point.y}`
        : `C${rounded(last.x)} ${last.y + bend} ${rounded(point.x)} ${point.y - bend} ${rounded(point.x)} ${point.y}`;
    last = point;
  }
  return element("path", {
    d: path,
    fill: "none",
    stroke: COLORS[nodes[to]!.kind],
    "stroke-opacity": 0.7,
  });
}
