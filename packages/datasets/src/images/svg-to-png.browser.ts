/** Draws an SVG picture as a PNG file. Needs a page: a worker cannot draw SVG. */
export async function svgToPng(svg: string, scale: number): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = scale * image.naturalWidth;
  canvas.height = scale * image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
  if (blob === null)
    throw new Error("[imgcls/datasets] svgToPng: this browser could not encode the picture as PNG.");
  return new Uint8Array(await blob.arrayBuffer());
}
