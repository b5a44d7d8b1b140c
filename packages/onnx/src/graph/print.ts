import type { Attribute, Graph, Value } from "./graph.js";

/** The graph as text, a line for each input, constant, node and output: for snapshots and for debugging. */
export function printGraph(graph: Graph): string {
  const publicName = new Map(graph.outputs.map((output) => [output.value, output.name]));
  const nameOf = (value: Value) => publicName.get(value) ?? value.name;
  const constants = new Map(graph.constants.map(({ value, data }) => [value, data]));
  const operand = (value: Value) => {
    const data = constants.get(value);
    return data && data.length <= 8 ? `{${[...data].join(", ")}}` : nameOf(value);
  };

  const lines = graph.inputs.map((input) => `input  ${input.name}: ${typeOf(input)}`);
  for (const { value, data } of graph.constants) {
    if (data.length > 8) lines.push(`const  ${value.name}: ${typeOf(value)}`);
  }
  let scope = "";
  for (const node of graph.nodes) {
    if (node.scope !== scope) {
      scope = node.scope;
      lines.push(`# ${scope}`);
    }
    const results = node.outputs.map((output) => `${nameOf(output)}: ${typeOf(output)}`).join(", ");
    const attributes = Object.entries(node.attributes).map(([name, value]) => `${name}=${literal(value)}`);
    const call = [...node.inputs.map(operand), ...attributes].join(", ");
    lines.push(`${results} = ${node.op}(${call})`);
  }
  for (const { name, value } of graph.outputs) lines.push(`output ${name}: ${typeOf(value)}`);
  return lines.join("\n");
}

const typeOf = ({ dtype, shape }: Value) => `${dtype}[${shape.join(",")}]`;

function literal(attribute: Attribute): string {
  if ("ints" in attribute) return `[${attribute.ints}]`;
  if ("floats" in attribute) return `[${attribute.floats}]`;
  if ("string" in attribute) return JSON.stringify(attribute.string);
  return String("float" in attribute ? attribute.float : attribute.int);
}
