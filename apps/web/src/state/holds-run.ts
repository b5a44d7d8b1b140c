/** The list of a zip file is at its end; that of a run folder, with its few files, fits into this. */
const LIST_BYTES = 16_384;

/** Whether a zip file is a saved run, by the name of its model card. */
export async function holdsRun(file: File): Promise<boolean> {
  const end = new Uint8Array(await file.slice(-LIST_BYTES).arrayBuffer());
  return new TextDecoder("latin1").decode(end).includes("imgcls.json");
}
