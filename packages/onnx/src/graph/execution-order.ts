import type { Graph, GraphNode } from "./graph.js";

/**
 * The order in which onnxruntime runs the nodes: from the last node that no other one reads backwards, each behind what it
 * needs. The updates of the last layers come first that way, and free what they read before an earlier layer's begin,
 * because the compiler emits updates in the order of the layers. To emit them in the opposite order would keep every
 * activation until the end.
 */
export function executionOrder({ nodes }: Graph): readonly GraphNode[] {
  const indexOf = new Map(nodes.flatMap(({ outputs }, i) => outputs.map((output) => [output, i] as const)));
  const neededBy = nodes.map(({ inputs }) => {
    const needed = inputs.flatMap((input) => indexOf.get(input) ?? []);
    return [...new Set(needed)].sort((a, b) => a - b);
  });
  const isRead = new Set(neededBy.flat());
  const order: GraphNode[] = [];
  const seen = new Set<number>();
  const stack = nodes.flatMap((_, i) => (isRead.has(i) ? [] : [{ node: i, isReady: false }]));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, isReady } = next;
    if (isReady) order.push(nodes[node]!);
    if (isReady || seen.has(node)) continue;
    seen.add(node);
    stack.push({ node, isReady: true });
    for (const needed of neededBy[node]!) if (!seen.has(needed)) stack.push({ node: needed, isReady: false });
  }
  return order;
}
