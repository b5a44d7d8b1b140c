import { type ReactNode, useEffect, useRef } from "react";

interface NoticeProps {
  /** A problem interrupts what a screen reader says, a hint waits. */
  readonly kind: "problem" | "hint";
  readonly children: ReactNode;
}

export function Notice({ kind, children }: NoticeProps) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Files may be dropped anywhere: what is wrong with them must be seen from there.
    if (kind === "problem") element.current?.scrollIntoView({ block: "nearest" });
  }, [kind]);
  return (
    <div ref={element} className={`notice notice-${kind}`} role={kind === "problem" ? "alert" : "status"}>
      {children}
    </div>
  );
}
