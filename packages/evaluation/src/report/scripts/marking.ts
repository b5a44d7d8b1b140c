import type { PageScript } from "./page-script.js";

/**
 * Lets a person say of images whether their label is wrong, and which is right, or that they are to be left out; and saves that as a
 * file. `#marking` has what is to know as JSON, figures have their image's place in it as `data-image`. Choices with the names of
 * all classes are made when one is opened: hundreds of them with a thousand names each are slow.
 */
export const MARKING: PageScript = {
  code: `
{
  const form = document.getElementById("marking");
  const { schemaVersion, dataset, fingerprint, classNames, images } = JSON.parse(form.dataset.about);
  const [status, save] = [form.querySelector("[role=status]"), form.querySelector("button")];
  const marks = new Map();
  const choices = images.map(() => []);
  let isSaved = true;

  const fill = (select, { label, suggested }) => {
    if (select.lastElementChild.tagName === "OPTGROUP") return;
    const group = document.createElement("optgroup");
    group.label = "wrong label, it is";
    classNames.forEach((name, i) => {
      if (i !== label && i !== suggested) group.append(new Option(name, i));
    });
    select.append(group);
  };
  const show = () => {
    const left = [...marks.values()].filter((mark) => mark === "out").length;
    const renamed = marks.size - left;
    status.textContent = marks.size === 0
      ? "Nothing is marked."
      : renamed + (renamed === 1 ? " label" : " labels") + " put right, " + left + " left out.";
    save.disabled = marks.size === 0;
  };

  for (const figure of document.querySelectorAll("figure[data-image]")) {
    const index = Number(figure.dataset.image);
    const image = images[index];
    const select = document.createElement("select");
    select.setAttribute("aria-label", "What becomes of " + image.image);
    select.append(new Option("keep as it is", ""), new Option("leave out", "out"));
    if (image.suggested !== undefined) {
      select.append(new Option("wrong label, it is " + classNames[image.suggested], image.suggested));
    }
    for (const event of ["pointerdown", "focus"]) select.addEventListener(event, () => fill(select, image));
    select.addEventListener("change", () => {
      for (const other of choices[index]) {
        fill(other, image);
        other.value = select.value;
      }
      if (select.value === "") marks.delete(index);
      else marks.set(index, select.value);
      isSaved = false;
      show();
    });
    choices[index].push(select);
    figure.append(select);
  }
  save.addEventListener("click", () => {
    const marked = [...marks].sort(([a], [b]) => a - b).map(([index, mark]) => [images[index].image, mark]);
    const file = {
      schemaVersion,
      dataset,
      fingerprint,
      labels: Object.fromEntries(
        marked.filter(([, mark]) => mark !== "out").map(([image, mark]) => [image, classNames[mark]]),
      ),
      exclude: marked.filter(([, mark]) => mark === "out").map(([image]) => image),
    };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2) + "\\n"], { type: "application/json" }));
    link.download = "relabel.json";
    link.click();
    isSaved = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!isSaved && marks.size > 0) event.preventDefault();
  });
  show();
  form.hidden = false;
}
`,
  sha256: "zUpqtBLVTbigHXiuujXLeW0y8rxJzGFSvf6LKbGE4eU=",
};
