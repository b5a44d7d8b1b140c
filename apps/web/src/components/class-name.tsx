interface ClassNameProps {
  readonly name: string;
  /** In a running text or a table a name has one line, below a picture two. Default: "line". */
  readonly as?: "line" | "caption";
}

/** A class's name in no more room than there is, however long; its tooltip has all of it. */
export const ClassName = ({ name, as = "line" }: ClassNameProps) => (
  // <bdi>: a name from right to left must not turn the words around it.
  <bdi className={`class-name class-name-${as}`} title={name}>
    {name}
  </bdi>
);
