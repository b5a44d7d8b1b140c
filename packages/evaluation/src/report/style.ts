/** Style sheet of the report: a narrow palette, one serif for headings, numbers in columns. */
export const REPORT_STYLE = `
:root {
  --paper: #fdfdfb; --card: #ffffff; --ink: #1b2430; --muted: #586374; --line: #e1e4e8; --strong-line: #c9ced6;
  --accent: #2b6cb0; --bar: #94bbe6; --right: #23734a; --wrong: #b03d1e; --wrong-paper: #fdf3ef; --wrong-bar: #f2a283;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #12161c; --card: #191f27; --ink: #e8ebf0; --muted: #9ba7b6; --line: #2b333e; --strong-line: #414b59;
    --accent: #7fb3ee; --bar: #3d73b3; --right: #6fc79b; --wrong: #f0936f; --wrong-paper: #2a1d18; --wrong-bar: #a04c2c;
  }
}
* { box-sizing: border-box; }
html { color-scheme: light dark; -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 3rem clamp(1rem, 4vw, 2.5rem) 2rem; max-width: 70rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  font-variant-numeric: tabular-nums;
}
h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
h1 { font-size: clamp(1.9rem, 5vw, 2.8rem); letter-spacing: -0.01em; }
h2 { font-size: 1.5rem; margin-bottom: 0.75rem; }
h3 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
.images h3 { margin-top: 0; padding-right: 5rem; }
p { margin: 0; }
a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; }
.name { font-weight: 600; overflow-wrap: anywhere; }
.kind { color: var(--muted); font-size: 0.8rem; letter-spacing: 0.08em; text-transform: uppercase; margin-bottom: 0.5rem; }
.subtitle { color: var(--muted); font-size: 1.1rem; margin-top: 0.35rem; overflow-wrap: anywhere; }
.lead { max-width: 44rem; margin-top: 1.25rem; font-size: 1.1rem; }
.intro { max-width: 44rem; color: var(--muted); margin-bottom: 1.25rem; }

dl { margin: 0; }
dt { color: var(--muted); font-size: 0.85rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.key-numbers {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1.25rem 1.5rem;
  margin-top: 2rem; padding: 1.25rem 0; border-block: 1px solid var(--strong-line);
}
.key-numbers dd { font-family: var(--serif); font-size: 1.9rem; line-height: 1.25; }
.key-numbers div:first-child dd { color: var(--accent); font-weight: 600; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: 0.9rem 1.5rem; margin-top: 1.25rem; }

nav { margin-top: 2rem; font-size: 0.95rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.4rem 1.4rem; margin: 0; padding: 0; list-style: none; }
section { margin-top: 3.5rem; }
figure { margin: 0; min-width: 0; }
figcaption, caption { color: var(--muted); font-size: 0.9rem; text-align: left; }
figcaption { margin-top: 0.6rem; max-width: 36rem; }
caption { padding-bottom: 0.6rem; }
caption b { color: var(--ink); font-weight: 600; }

.curves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem 2.5rem; }
.curves svg { display: block; width: 100%; height: auto; }
.curves figure.square { max-width: 26rem; }
.bars { margin-bottom: 2rem; }
.bars svg { display: block; max-width: 100%; height: auto; }
.matrix-and-pairs { display: flex; flex-wrap: wrap; gap: 2rem 3rem; align-items: flex-start; }
.matrix-and-pairs > figure { flex: 0 1 auto; max-width: 100%; }
.pairs { flex: 1 1 18rem; max-width: 30rem; }
.drawing { position: relative; width: var(--width); max-width: max(100%, var(--least)); }
.drawing svg { display: block; width: 100%; height: auto; }
.cell { position: absolute; width: var(--cell-width); height: var(--cell-height); padding: 0; border: 0; border-radius: 2px; background: none; cursor: pointer; }
.cell:hover { box-shadow: inset 0 0 0 2px var(--accent); }
.cell:focus-visible { outline-offset: 0; z-index: 1; }
.link { padding: 0.15rem 0; border: 0; background: none; color: var(--accent); font: inherit; text-decoration: underline 1px; text-underline-offset: 0.2em; cursor: pointer; }
.images { width: min(48rem, 92vw); max-height: 86vh; overflow: auto; padding: 1.25rem; border: 1px solid var(--strong-line); border-radius: 8px; background: var(--paper); color: var(--ink); }
.images::backdrop { background: rgb(0 0 0 / 0.35); }
.close { float: right; }
.switch { display: inline-block; margin-bottom: 0.75rem; cursor: pointer; }
.switch:has(:checked) + .matrix { max-height: 85vh; border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem; }
.switch:has(:checked) + .matrix .drawing { max-width: none; }
.legend { display: block; }
.key { display: inline-block; width: 0.85em; height: 0.85em; border-radius: 2px; vertical-align: -0.08em; }
.right-key { background: var(--bar); }
.wrong-key { background: var(--wrong-bar); }

.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(7.25rem, 28%), 1fr)); gap: clamp(0.5rem, 2vw, 0.9rem); margin: 0; padding: 0; list-style: none; }
.card { min-width: 0; padding: 0.5rem 0.5rem 0.6rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; font-size: 0.9rem; line-height: 1.4; }
.card.wrong { background: var(--wrong-paper); border-color: var(--wrong); }
.card img { display: block; width: 100%; height: auto; aspect-ratio: 1; object-fit: contain; border-radius: 3px; margin-bottom: 0.5rem; }
.card img.pixels { image-rendering: pixelated; }
.mark { font-weight: 700; }
.right .mark { color: var(--right); }
.wrong .mark { color: var(--wrong); }
.likelihood { display: flex; align-items: center; gap: 0.5rem; color: var(--muted); }
.bar { display: block; flex: 1; height: 0.35rem; border-radius: 2px; background: linear-gradient(var(--bar) 0 0) 0 / var(--value) 100% no-repeat var(--line); }
.wrong .bar { background-image: linear-gradient(var(--wrong-bar) 0 0); }
.truth span { color: var(--muted); }
.verdict, .truth { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }

.scroll { overflow: auto; max-width: 100%; }
.tall { max-height: 34rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.95rem; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: baseline; }
thead th { color: var(--muted); font-weight: 500; font-size: 0.85rem; border-bottom-color: var(--strong-line); background: var(--paper); }
.tall thead th { position: sticky; top: 0; }
tbody th, tfoot th { font-weight: 400; min-width: 5rem; max-width: 18rem; }
tfoot tr:first-child > * { border-top: 1px solid var(--strong-line); }
tfoot { color: var(--muted); }
.number { text-align: right; white-space: nowrap; }
.narrow { width: auto; min-width: min(100%, 26rem); }
.worse > * { background: var(--wrong-paper); }
button.close, .button { padding: 0.35rem 0.8rem; border: 1px solid var(--strong-line); border-radius: 6px; background: var(--card); color: var(--ink); font: inherit; font-size: 0.9rem; cursor: pointer; }
.sortable thead button { padding: 0.25rem 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
.sortable thead button::after { content: "\\2195"; content: "\\2195" / ""; display: inline-block; width: 1em; text-align: right; opacity: 0.5; }
.sortable [aria-sort] button { color: var(--ink); }
.sortable [aria-sort="ascending"] button::after { content: "\\2191"; content: "\\2191" / ""; opacity: 1; }
.sortable [aria-sort="descending"] button::after { content: "\\2193"; content: "\\2193" / ""; opacity: 1; }
.graph { width: 22%; min-width: 4.5rem; vertical-align: middle; padding-left: 0.5rem; }

details { margin-top: 1.5rem; }
.farthest { margin-top: 1.25rem; }
summary { cursor: pointer; color: var(--accent); }
pre { overflow: auto; margin: 0.75rem 0 0; padding: 1rem; border: 1px solid var(--line); border-radius: 6px; background: var(--card); font: 0.85rem/1.5 var(--mono); }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.85rem; }

@media screen and (max-width: 32rem) {
  body { padding-top: 1.75rem; }
  section { margin-top: 2.75rem; }
  .graph { display: none; }
  .card { font-size: 0.85rem; padding: 0.4rem; }
}
@media print {
  details::details-content { content-visibility: visible; block-size: auto; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .switch { display: none; }
  .curves { grid-template-columns: 1fr 1fr; }
  section { margin-top: 2rem; }
  h2, caption { break-after: avoid; }
  figure, .card, tr { break-inside: avoid; }
  .scroll, .tall, .switch:has(:checked) + .matrix { overflow: visible; max-height: none; border: 0; padding: 0; }
  .drawing, .switch:has(:checked) + .matrix .drawing { max-width: 100%; }
  .cell, .close { display: none; }
  .images.frequent { display: block; position: static; width: auto; max-height: none; margin: 1rem 0; padding: 0; border: 0; break-inside: avoid; }
  .sortable thead button::after { content: none; }
  .bar, .key, .card { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
