import { parentPort } from "node:worker_threads";
import { serveBatches } from "./serve-batches.js";

const port = parentPort!;
port.on(
  "message",
  serveBatches((reply, transfer) => port.postMessage(reply, transfer)),
);
