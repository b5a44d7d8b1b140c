import type { PageScript } from "./page-script.js";

/**
 * Makes the cells of a matrix one stop of the tab key, between which the arrow keys move: to the nearest cell in their direction.
 * Without it each cell is a stop.
 */
export const MATRIX_KEYS: PageScript = {
  code: `
for (const drawing of document.querySelectorAll(".drawing")) {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const cells = [...drawing.querySelectorAll(".cell")];
  const placeOf = (cell) => [parseFloat(cell.style.left), parseFloat(cell.style.top)];
  const enter = (entered) => {
    for (const cell of cells) cell.tabIndex = cell === entered ? 0 : -1;
  };
  enter(cells[0]);
  drawing.addEventListener("focusin", ({ target }) => enter(target));
  drawing.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    const from = event.target;
    if (way === undefined) return;
    event.preventDefault();
    const [x, y] = placeOf(from);
    const distance = (cell) => {
      const [dx, dy] = [placeOf(cell)[0] - x, placeOf(cell)[1] - y];
      const ahead = dx * way[0] + dy * way[1];
      return ahead > 0 ? ahead + 3 * Math.abs(dx * way[1] + dy * way[0]) : Infinity;
    };
    cells.reduce((best, cell) => (distance(cell) < distance(best) ? cell : best), from).focus();
  });
}
`,
  sha256: "CqO/z0kWxmUGE3UG/kmbui4QlPcniNAO7xDpuy94FVs=",
};
