import { expect, it } from "vitest";
import { html, nameOf } from "./html.js";

it("escapes text for content and for quoted attributes", () => {
  expect(html`<a title="${`"'<>&`}">${"<b>&amp;"}</a>`.markup).toBe(
    '<a title="&quot;&#39;&lt;&gt;&amp;">&lt;b&gt;&amp;amp;</a>',
  );
});

it("keeps markup and lists of it, and leaves nothing where there is nothing", () => {
  expect(html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}${undefined}</ul>`.markup).toBe(
    "<ul><li>1</li><li>2</li></ul>",
  );
});

it("replaces control characters", () => {
  expect(html`${"a\u0000b\u001bc\nd"}`.markup).toBe("a\ufffdb\ufffdc\nd");
});

it("isolates names from the direction of the text, and cuts long ones", () => {
  expect(nameOf("שלום").markup).toBe('<bdi class="name">שלום</bdi>');
  const long = "🦉".repeat(61);
  expect(nameOf(long).markup).toBe(`<bdi class="name" title="${long}">${"🦉".repeat(59)}…</bdi>`);
});
