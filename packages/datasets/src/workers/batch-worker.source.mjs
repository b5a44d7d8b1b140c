// Node cannot run TypeScript by itself: in this repository tsx translates the worker's sources.
import { register } from "tsx/esm/api";

register();
await import("./batch-worker.node.ts");
