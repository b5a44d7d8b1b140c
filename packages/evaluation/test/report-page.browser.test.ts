import axe from "axe-core";
import { afterEach, describe, expect, it } from "vitest";
import { evaluate, renderFindings, renderReport } from "../src/index.js";
import { digits, fakeHistory, fakeImages, fakePredictions } from "./fixtures.js";

const samples = 120;
const { probabilities, labels } = fakePredictions(samples, digits, 3);
const before = fakePredictions(samples, digits, 1);
const shape = [8, 8, 1] as const;
const report = renderReport({
  title: "mnist-cnn on MNIST",
  facts: [{ label: "Parameters", value: 542_230 }],
  data: { shape, parts: [{ name: "test", counts: digits.map(() => samples / 10) }], copiedTestImages: 0 },
  history: fakeHistory(5),
  evaluation: evaluate({ probabilities, labels, classNames: digits }),
  probabilities,
  labels,
  properties: [{ name: "Brightness", ends: ["darkest", "brightest"], values: labels.map((_, i) => i) }],
  baseline: { name: "runs/before", probabilities: before.probabilities },
  images: fakeImages(samples, shape),
  shape,
});

const image = (reference: string | undefined, more: { suggestedClass?: string } = {}) => ({
  pixels: fakeImages(1, shape),
  shape,
  name: reference ?? "test/1",
  class: "rose",
  ...(reference !== undefined && { reference }),
  ...more,
});
const classNames = ["rose", "tulip", '"daisy" <b>'];
const findings = renderFindings({
  title: "folder:flowers",
  lead: "Three labels are probably wrong.",
  facts: [{ label: "Images", value: 30 }],
  sections: [
    {
      id: "labelError",
      title: "Likely label errors",
      about: "Look at them.",
      findings: [
        { images: [image("rose/a.jpg", { suggestedClass: "tulip" })], why: "1 %" },
        { images: [image("rose/b & c.jpg")], why: "2 %" },
        { images: [image(undefined)], why: "3 %" },
      ],
    },
    {
      id: "copies",
      title: "Copies",
      about: "Twice.",
      findings: [{ images: [image("rose/a.jpg"), image("rose/d.jpg")], why: "same" }],
    },
  ],
  marking: {
    schemaVersion: 1,
    dataset: "folder:flowers",
    fingerprint: "f00d",
    classNames,
    about: "Save it.",
  },
});

interface Opened {
  readonly document: Document;
  readonly window: Window & typeof globalThis;
  readonly violations: string[];
}

const frames: HTMLIFrameElement[] = [];
afterEach(() => {
  for (const frame of frames.splice(0)) frame.remove();
});

/** The page in a frame of its own, with what its policy refuses. */
async function opened(page: string, width = 1200): Promise<Opened> {
  const frame = document.createElement("iframe");
  frames.push(frame);
  frame.style.cssText = `width: ${width}px; height: 900px; border: 0`;
  frame.srcdoc = page;
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const window = frame.contentWindow as Window & typeof globalThis;
  const violations: string[] = [];
  window.document.addEventListener("securitypolicyviolation", ({ violatedDirective }) =>
    violations.push(violatedDirective),
  );
  return { document: window.document, window, violations };
}

/** What axe finds in the page as it is after `act`; it is part of the page then, which the page's own policy would refuse. */
async function accessibilityProblems(page: string, act: (opened: Opened) => void, width?: number) {
  const open = page
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")
    .replace("</body>", () => `<script>${axe.source}</script></body>`);
  const own = await opened(open, width);
  act(own);
  const { axe: inPage } = own.window as unknown as { axe: typeof axe };
  const { violations } = await inPage.run(own.document);
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join(" | ")}`,
  );
}

const column = ({ document }: Opened, section: string, index: number): string[] =>
  [...document.querySelectorAll(`section[aria-labelledby=${section}] tbody tr`)].map(
    (row) => row.children[index]!.textContent,
  );

const heading = ({ document }: Opened, section: string, name: string): HTMLButtonElement =>
  [...document.querySelectorAll<HTMLButtonElement>(`section[aria-labelledby=${section}] thead button`)].find(
    ({ textContent }) => textContent === name,
  )!;

describe("the report in a browser", () => {
  it("asks for nothing and runs its own script alone", async () => {
    const page = await opened(report);
    expect(page.window.performance.getEntriesByType("resource")).toEqual([]);
    const foreign = page.document.createElement("script");
    foreign.textContent = "window.ran = true";
    page.document.body.append(foreign);
    expect(page.window).not.toHaveProperty("ran");
    await expect.poll(() => page.violations).toEqual(["script-src-elem"]);
  });

  it("sorts a table by a heading: ascending, descending, and as it was", async () => {
    const page = await opened(report);
    const given = column(page, "classes", 3);
    const f1 = heading(page, "classes", "F1");
    const ascending = [...given].sort((a, b) => Number(a) - Number(b));
    for (const [order, expected] of [
      ["ascending", ascending],
      ["descending", [...ascending].reverse()],
      [null, given],
    ] as const) {
      f1.click();
      expect(column(page, "classes", 3)).toEqual(expected);
      expect(f1.closest("th")!.getAttribute("aria-sort")).toBe(order);
    }
    f1.click();
    heading(page, "classes", "Class").click();
    expect(page.document.querySelectorAll("#classes ~ * [aria-sort]")).toHaveLength(1);
    expect(column(page, "classes", 0)).toEqual(digits);
    const means = page.document.querySelector("section[aria-labelledby=classes] tfoot")!.textContent;
    expect(means).toContain("Weighted mean");
  });

  it("opens a cell's images over the matrix, at its place, and closes them", async () => {
    const page = await opened(report);
    const cell = page.document.querySelector<HTMLButtonElement>(".cell")!;
    const images = page.document.getElementById(cell.getAttribute("popovertarget")!)!;
    expect(images.matches(":popover-open")).toBe(false);
    cell.click();
    expect(images.matches(":popover-open")).toBe(true);
    expect(page.document.activeElement).toBe(images.querySelector(".close"));
    expect(images.querySelectorAll("img").length).toBeGreaterThan(0);
    images.querySelector<HTMLButtonElement>(".close")!.click();
    expect(images.matches(":popover-open")).toBe(false);

    // The count that is drawn below the button is the one that it names.
    for (const button of page.document.querySelectorAll(".cell")) {
      const { left, right, top, bottom } = button.getBoundingClientRect();
      const drawn = [...page.document.querySelectorAll(".drawing svg text")].filter((text) => {
        const box = text.getBoundingClientRect();
        const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
        return x > left && x < right && y > top && y < bottom;
      });
      expect(drawn.map(({ textContent }) => textContent)).toEqual([
        /: (\d+) image/.exec(button.getAttribute("aria-label")!)![1],
      ]);
    }
  });

  it("has the cells as one stop of the tab key, and arrow keys between them", async () => {
    const page = await opened(report);
    const cells = [...page.document.querySelectorAll<HTMLButtonElement>(".cell")];
    expect(cells.filter(({ tabIndex }) => tabIndex === 0)).toEqual([cells[0]]);
    const placeOf = ({ style }: HTMLElement) => [Number.parseFloat(style.left), Number.parseFloat(style.top)];
    const press = (key: string) => {
      const options = { key, bubbles: true, cancelable: true };
      page.document.activeElement!.dispatchEvent(new page.window.KeyboardEvent("keydown", options));
      return page.document.activeElement as HTMLElement;
    };
    cells[0]!.focus();
    const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    for (const [key, way] of Object.entries(ways)) {
      const before = placeOf(page.document.activeElement as HTMLElement);
      const isLast = !cells.some((cell) =>
        way.some((sign, axis) => sign * (placeOf(cell)[axis]! - before[axis]!) > 0),
      );
      const after = placeOf(press(key));
      const axis = way[0] === 0 ? 1 : 0;
      if (isLast) expect(after).toEqual(before);
      else expect(way[axis]! * (after[axis]! - before[axis]!)).toBeGreaterThan(0);
    }
    expect(cells.filter(({ tabIndex }) => tabIndex === 0)).toEqual([page.document.activeElement]);
  });

  it.each([1200, 360])("is accessible at %d pixels, sorted and with a cell open", async (width) => {
    const problems = await accessibilityProblems(
      report,
      (page) => {
        heading(page, "classes", "Recall").click();
        page.document.querySelector<HTMLButtonElement>(".cell")!.click();
        expect(page.document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
      },
      width,
    );
    expect(problems).toEqual([]);
  });
});

describe("the doctor's page in a browser", () => {
  const marked = async (page: Opened, choose: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(choose)) {
      const select = page.document.querySelector<HTMLSelectElement>(
        `select[aria-label="What becomes of ${name}"]`,
      )!;
      select.focus();
      select.dispatchEvent(new page.window.FocusEvent("focus"));
      select.value = value;
      select.dispatchEvent(new page.window.Event("change"));
    }
  };

  it("saves what is marked, each image once, and lets test images be", async () => {
    const page = await opened(findings);
    expect(page.document.querySelectorAll("select")).toHaveLength(4);
    const status = page.document.querySelector("[role=status]")!;
    const save = page.document.querySelector<HTMLButtonElement>("#marking button")!;
    expect([status.textContent, save.disabled]).toEqual(["Nothing is marked.", true]);

    await marked(page, { "rose/a.jpg": "2", "rose/b & c.jpg": "out", "rose/d.jpg": "1" });
    await marked(page, { "rose/d.jpg": "" });
    expect(status.textContent).toBe("1 label put right, 1 left out.");
    const same = page.document.querySelectorAll<HTMLSelectElement>(
      'select[aria-label="What becomes of rose/a.jpg"]',
    );
    expect([...same].map(({ value }) => value)).toEqual(["2", "2"]);

    const saved: HTMLAnchorElement[] = [];
    page.window.HTMLAnchorElement.prototype.click = function () {
      saved.push(this);
    };
    save.click();
    expect(saved[0]!.download).toBe("relabel.json");
    expect(await (await fetch(saved[0]!.href)).json()).toEqual({
      schemaVersion: 1,
      dataset: "folder:flowers",
      fingerprint: "f00d",
      labels: { "rose/a.jpg": '"daisy" <b>' },
      exclude: ["rose/b & c.jpg"],
    });
    expect(page.violations).toEqual([]);
  });

  it.each([1200, 360])("is accessible at %d pixels", async (width) => {
    const problems = await accessibilityProblems(
      findings,
      (page) => expect(page.document.documentElement.scrollWidth).toBeLessThanOrEqual(width),
      width,
    );
    expect(problems).toEqual([]);
  });
});
