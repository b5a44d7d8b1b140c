import { expect, it } from "vitest";
import { html, nameOf } from "./html.js";
import { toMarkdown } from "./markdown.js";

it("keeps words, lists and tables, and leaves out what can only be seen or pressed", () => {
  const page = html`<h2>Scores</h2>
<svg viewBox="0 0 1 1"><style>a > b { fill: red }</style><text>seen</text></svg>
<p>The <b>best</b>
of  all.</p>
<div popover id="a"><p>pressed</p></div>
<table><caption><b>F1</b>: a mean.</caption>
<thead><tr><th scope="col">Class</th><th class="graph" aria-hidden="true"></th><th scope="col" class="number">F1</th></tr></thead>
<tbody><tr><th scope="row">${nameOf("cat")}</th><td class="graph" aria-hidden="true">▇</td><td class="number"><button popovertarget="a">0.9</button></td></tr></tbody></table>
<ul><li><img src="data:" alt="Test image 3: cat"><p>99%</p></li><li>two</li></ul>
<dl><div><dt>Images</dt><dd>1,000</dd></div></dl>`;
  expect(toMarkdown(page)).toBe(`## Scores

The **best** of all.

**F1**: a mean.

| Class | F1 |
| --- | ---: |
| cat | 0.9 |

- Test image 3: cat, 99%
- two

- Images: 1,000`);
});

it("lets no name become markup", () => {
  const name = "a|b *c* [d](e) <i>&lt; `f` # \\";
  expect(toMarkdown(html`<p>${name}</p>`)).toBe("a\\|b \\*c\\* \\[d\\](e) \\<i\\>\\&lt; \\`f\\` \\# \\\\");
  expect(toMarkdown(html`<pre>${"a\n``` <b>"}</pre>`)).toBe("````\na\n``` <b>\n````");
});
