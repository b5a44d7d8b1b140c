import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { staticServer } from "./static-server.js";

const DEFAULT_PORT = 4173;
const root = fileURLToPath(new URL("../dist", import.meta.url));
const wanted = Number(process.env.PORT ?? DEFAULT_PORT);

if (!existsSync(root)) {
  console.error("There is no built page yet. Run: npm run web");
  process.exit(1);
}
const server = staticServer({ root });
server.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code !== "EADDRINUSE") throw error;
  console.error(`Port ${wanted} is in use. Choose another one: PORT=${wanted + 1} npm run web`);
  process.exit(1);
});
server.listen(wanted, "127.0.0.1", () => {
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : wanted;
  console.log(`The page is at http://127.0.0.1:${port}/ (end it with Ctrl-C).`);
});
