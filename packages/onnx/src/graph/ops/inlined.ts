/** A node that stands for the graph of another file (`inlined/`), which takes its place when the graph is encoded. */
export const INLINED = "Inlined";
