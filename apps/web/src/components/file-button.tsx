import { type ReactNode, useRef } from "react";

interface FileButtonProps {
  /** Of the file field itself. */
  readonly label: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Ask for a folder; the files are all those in it. */
  readonly folder?: boolean;
  readonly disabled?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}

/** React's types do not know it. */
const WHOLE_FOLDER = { webkitdirectory: "" };

/** A button that asks for files. */
export function FileButton({
  label,
  accept,
  multiple,
  folder,
  disabled,
  onFiles,
  children,
}: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        tabIndex={-1}
        aria-label={label}
        disabled={disabled}
        multiple={multiple}
        {...(folder ? WHOLE_FOLDER : {})}
        accept={accept}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file may be chosen again after a failure.
          event.target.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
      <button type="button" className="button" disabled={disabled} onClick={() => input.current?.click()}>
        {children}
      </button>
    </>
  );
}
