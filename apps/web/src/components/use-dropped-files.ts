import { useEffect, useState } from "react";
import { droppedFolders, filesIn } from "./dropped-folder.js";

/**
 * Files may be pasted, and be dropped anywhere: a browser would leave the page for a file that lands beside the target.
 *
 * Both functions must stay the same.
 *
 * @param onFolder gets the files in the folders that were dropped, by path
 * @returns whether files are being dragged over the page
 */
export function useDroppedFiles(
  onFiles: (files: readonly File[]) => void,
  onFolder: (files: Promise<ReadonlyMap<string, File>>) => void,
): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer === null) return;
      const folders = droppedFolders(event.dataTransfer.items);
      const files = [...event.dataTransfer.files];
      if (folders.length > 0) onFolder(filesIn(folders));
      else if (files.length > 0) onFiles(files);
    };
    const paste = ({ clipboardData }: ClipboardEvent) => {
      const files = [...(clipboardData?.files ?? [])];
      if (files.length > 0) onFiles(files);
    };
    addEventListener("paste", paste);
    addEventListener("dragover", drag);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("paste", paste);
      removeEventListener("dragover", drag);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, [onFiles, onFolder]);
  return over;
}
