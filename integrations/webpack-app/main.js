const status = document.querySelector("#status");
const worker = new Worker(new URL("./train.worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => {
  status.textContent += `\n${data}`;
};
worker.onerror = ({ message }) => {
  status.textContent += `\nerror: ${message}`;
};
