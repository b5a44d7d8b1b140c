/**
 * Draws the page's icons and the picture by which others see a link to it: `npx tsx tools/page-pictures.ts`. The sign is that of
 * icon.svg; "full" fills the square, because some systems cut their own shape out of it.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";

const FOLDER = join(import.meta.dirname, "../apps/web/public");
const BLUE = "#1f5f8b";
const SEVEN =
  '<path d="M9 8h13.5L14 25" fill="none" stroke="#fff" stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round"/>';

const sign = (side: number, radius: number, inner = 1): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 32 32"><rect width="32" height="32" rx="${radius}" fill="${BLUE}"/><g transform="translate(${16 - 16 * inner} ${16 - 16 * inner}) scale(${inner})">${SEVEN}</g></svg>`;

/** 1200×630, as link previews want it: the sign, what it is, and the likelihoods of a drawn seven. */
function preview(): string {
  const bars = [0.02, 0.01, 0.02, 0.01, 0.01, 0.02, 0.01, 0.86, 0.01, 0.03].map((likelihood, digit) => {
    const y = 120 + 40 * digit;
    return `<text x="760" y="${y + 20}" fill="#d7e3ec" font-size="24" text-anchor="end">${digit}</text><rect x="780" y="${y}" width="${Math.max(4, 340 * likelihood)}" height="24" rx="4" fill="${digit === 7 ? "#ffb454" : "#6fa3c7"}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" font-family="sans-serif"><rect width="1200" height="630" fill="#12293a"/><g transform="translate(110 120) scale(7)"><rect width="32" height="32" rx="6" fill="${BLUE}"/>${SEVEN}</g><text x="110" y="440" fill="#fff" font-size="72" font-weight="bold">imgcls</text><text x="110" y="500" fill="#d7e3ec" font-size="34">Train an image classifier</text><text x="110" y="545" fill="#d7e3ec" font-size="34">in the page. Nothing is uploaded.</text>${bars.join("")}</svg>`;
}

const pictures: Readonly<Record<string, string>> = {
  "icon-180.png": sign(180, 0),
  "icon-192.png": sign(192, 6),
  "icon-512.png": sign(512, 6),
  "icon-full-512.png": sign(512, 0, 0.7),
  "preview.png": preview(),
};
for (const [name, svg] of Object.entries(pictures)) {
  await writeFile(join(FOLDER, name), await sharp(Buffer.from(svg)).png({ palette: true }).toBuffer());
}
