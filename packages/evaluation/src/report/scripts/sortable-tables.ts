import type { PageScript } from "./page-script.js";

/**
 * Makes the headings of tables of the class "sortable" into buttons: ascending, descending, and as it was. Without it they are
 * ordinary tables. What begins with a number is compared as one, "<0.1%" and "1,234" too.
 */
export const SORTABLE_TABLES: PageScript = {
  code: `
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const given = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  const columns = headings.filter((heading) => heading.scope === "col");
  for (const heading of columns) {
    const column = headings.indexOf(heading);
    const textOf = (row) => row.cells[column].textContent;
    const numberOf = (row) => parseFloat(textOf(row).replace(/[<>,]/g, ""));
    const compare = (a, b) =>
      numberOf(a) - numberOf(b) || textOf(a).localeCompare(textOf(b), undefined, { numeric: true });
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const order = { ascending: "descending", descending: null }[heading.getAttribute("aria-sort")];
      for (const other of columns) other.removeAttribute("aria-sort");
      if (order === null) return body.append(...given);
      heading.setAttribute("aria-sort", order ?? "ascending");
      const sign = order === "descending" ? -1 : 1;
      body.append(...given.toSorted((a, b) => sign * compare(a, b)));
    });
  }
}
`,
  sha256: "sX/0W5GAaVQc8izgkygJZW+2bmMrkuFcTv6KzG6g/I0=",
};
