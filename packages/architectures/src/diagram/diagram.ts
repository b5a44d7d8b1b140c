import type { LayersModel } from "@tensorflow/tfjs";
import { type DiagramNode, diagramNodes, type NodeKind } from "./diagram-nodes.js";
import { type Edge, type Layout, layeredLayout, type Place } from "./layered-layout.js";

/** Pixels. */
const ROW_HEIGHT = 58;
const BOX_HEIGHT = 38;
const MARGIN = 24;
const GAP = 22;
const LANE_WIDTH = 12;
const TITLE_HEIGHT = 34;
/** Of a letter of the label, about. */
const LETTER_WIDTH = 6.6;
const MERGE_WIDTH = 44;

const COLORS: Readonly<Record<NodeKind, { readonly fill: string; readonly stroke: string }>> = {
  input: { fill: "#f3f4f6", stroke: "#6b7280" },
  convolution: { fill: "#dbeafe", stroke: "#2563eb" },
  dense: { fill: "#ede9fe", stroke: "#7c3aed" },
  pooling: { fill: "#dcfce7", stroke: "#15803d" },
  merge: { fill: "#fef3c7", stroke: "#b45309" },
  other: { fill: "#ffffff", stroke: "#6b7280" },
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
  const width = Math.ceil(layout.width + 2 * MARGIN);
  const height = TITLE_HEIGHT + layout.rows * ROW_HEIGHT + MARGIN;
  const title = escaped(model.name);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Layers of ${title}" font-family="system-ui, sans-serif" text-anchor="middle">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${width / 2}" y="24" font-size="15" font-weight="600" fill="#111827">${title}</text>`,
    `<g transform="translate(${width / 2} ${TITLE_HEIGHT})">`,
    ...layout.edges.map((edge) => edgeOf(edge, nodes)),
    ...nodes.map((node, index) => boxOf(node, widths[index]!, layout.places[index]!)),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

const widthOf = ({ kind, label, outputShape }: DiagramNode): number =>
  kind === "merge" && label.length < 7
    ? Math.max(MERGE_WIDTH, textWidth(shapeText(outputShape)))
    : Math.max(textWidth(label), textWidth(shapeText(outputShape)));

const textWidth = (text: string): number => Math.round(text.length * LETTER_WIDTH + 18);

const shapeText = (shape: DiagramNode["outputShape"]): string => shape.map((size) => size ?? "?").join("×");

const middle = (row: Layout["places"][number]["row"]): number => row * ROW_HEIGHT + ROW_HEIGHT / 2;

function boxOf(node: DiagramNode, width: number, { x, row }: Place): string {
  const { fill, stroke } = COLORS[node.kind];
  const y = middle(row);
  const tooltip = `${node.layers.join(", ")}: ${node.parameters.toLocaleString("en-US")} parameters`;
  return [
    `<g><title>${escaped(tooltip)}</title>`,
    `<rect x="${rounded(x - width / 2)}" y="${y - BOX_HEIGHT / 2}" width="${width}" height="${BOX_HEIGHT}" rx="${node.kind === "merge" ? BOX_HEIGHT / 2 : 6}" fill="${fill}" stroke="${stroke}"/>`,
    `<text x="${rounded(x)}" y="${y - 2}" font-size="12" fill="#111827">${escaped(node.label)}</text>`,
    `<text x="${rounded(x)}" y="${y + 13}" font-size="10" fill="#4b5563">${shapeText(node.outputShape)}</text></g>`,
  ].join("");
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
  const color = COLORS[nodes[to]!.kind].stroke;
  return `<path d="${path}" fill="none" stroke="${color}" stroke-opacity="0.7"/>`;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
