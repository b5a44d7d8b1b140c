// Cross-origin isolation gives the page SharedArrayBuffer, and with it one thread for every core.
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default {
  server: { headers },
  preview: { headers },
  // The worker loads the runtime when it needs it, in a file of its own.
  worker: { format: "es" },
};
