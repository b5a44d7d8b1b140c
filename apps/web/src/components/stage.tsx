import type { ReactNode } from "react";

interface StageProps {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** One or two sentences below the title. */
  readonly intro: ReactNode;
  readonly children: ReactNode;
}

/** One step of the work: what it is on the left, the work itself on the right. */
export function Stage({ id, number, title, intro, children }: StageProps) {
  return (
    <section className="stage" id={id} aria-labelledby={`${id}-title`}>
      <div className="stage-rail">
        <h2 id={`${id}-title`}>
          <span className="stage-number">{number}</span>
          {title}
        </h2>
        <div className="stage-intro">{intro}</div>
      </div>
      <div className="stage-body">{children}</div>
    </section>
  );
}
