import type { ReactNode } from "react";

interface NoticeProps {
  /** A problem interrupts what a screen reader says, a hint waits. */
  readonly kind: "problem" | "hint";
  readonly children: ReactNode;
}

export const Notice = ({ kind, children }: NoticeProps) => (
  <div className={`notice notice-${kind}`} role={kind === "problem" ? "alert" : "status"}>
    {children}
  </div>
);
