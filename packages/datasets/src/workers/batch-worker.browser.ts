import { serveBatches } from "./serve-batches.js";

const serve = serveBatches((reply, transfer) => postMessage(reply, { transfer }));
addEventListener("message", ({ data }) => serve(data));
