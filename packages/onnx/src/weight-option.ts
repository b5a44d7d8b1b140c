/** What a layer's configuration says of one of its weights: `kernelConstraint` of `kernel`, `depthwiseConstraint` of `depthwise_kernel`. */
export const weightOption = (
  config: Readonly<Record<string, unknown>>,
  role: string,
  kind: "Constraint" | "Regularizer",
): unknown => config[`${role.replace(/_kernel$/, "")}${kind}`] ?? undefined;
