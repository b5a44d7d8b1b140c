/** Control characters, and what Unicode keeps free, are allowed neither in HTML nor in SVG; they become the replacement character. */
export const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to replace
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Cs}/gu, "\ufffd");

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it may stand in HTML and SVG, in content and in quoted attributes alike. */
export const escapeXml = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
