import { type CSSProperties, memo, type ReactNode } from "react";
import type { Picture } from "../protocol.js";

interface PictureListProps {
  readonly pictures: readonly Picture[];
  /** Smallest width of one picture, CSS. */
  readonly cell: string;
  readonly label: string;
  readonly caption: (index: number) => ReactNode;
}

/** Pictures in rows. Each has a caption that says what it is, so a text of its own would be said twice. */
export const PictureList = memo(function PictureList({ pictures, cell, label, caption }: PictureListProps) {
  return (
    <ul className="pictures" style={{ "--cell": cell } as CSSProperties} aria-label={label}>
      {pictures.map(({ source }, index) => (
        // The list is replaced as a whole: the position is what a picture is.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={index}>
          <img className="thumbnail" src={source} alt="" decoding="async" />
          <span className="picture-caption">{caption(index)}</span>
        </li>
      ))}
    </ul>
  );
});
