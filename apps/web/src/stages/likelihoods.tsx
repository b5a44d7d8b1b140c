import { ClassName } from "../components/class-name.js";
import type { UnknownAnswer } from "../protocol.js";
import { formatPercent } from "../text/format.js";

interface LikelihoodsProps {
  readonly names: readonly string[];
  /** Undefined before there is an image. */
  readonly probabilities: readonly number[] | undefined;
  readonly unknown: UnknownAnswer | undefined;
}

/** With more classes than this, only the most likely are shown. */
const MOST_ROWS = 12;

interface AnswerProps {
  /** The most likely class. */
  readonly best: string;
  readonly probability: number;
  /** Where the image is of none of the classes. */
  readonly unknown: UnknownAnswer | undefined;
}

function Answer({ best, probability, unknown }: AnswerProps) {
  return (
    <>
      It says{" "}
      <strong>
        <ClassName name={best} />
      </strong>
      , {formatPercent(probability)} likely.
      {unknown && (
        <>
          {" "}
          <strong>Unknown</strong>: it looks like none of the classes (score {unknown.score.toPrecision(3)}).
        </>
      )}
    </>
  );
}

/** How likely the network finds each class. */
export function Likelihoods({ names, probabilities, unknown }: LikelihoodsProps) {
  const rows = names.map((name, index) => ({ name, probability: probabilities?.[index] }));
  const shown =
    rows.length <= MOST_ROWS
      ? rows
      : rows.toSorted((a, b) => (b.probability ?? 0) - (a.probability ?? 0)).slice(0, MOST_ROWS);
  const best = probabilities && Math.max(...probabilities);
  return (
    <div className="likelihoods">
      <p className="answer" role="status">
        {probabilities === undefined ? (
          <span className="muted">No image yet.</span>
        ) : (
          <Answer
            best={names[probabilities.indexOf(best!)]!}
            probability={best!}
            unknown={unknown?.isUnknown ? unknown : undefined}
          />
        )}
      </p>
      <table className="bars">
        <caption className="visually-hidden">Likelihood by class</caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Bar</th>
            <th scope="col">Likelihood</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, probability }) => (
            <tr key={name} data-best={(probability !== undefined && probability === best) || undefined}>
              <th scope="row">
                <ClassName name={name} />
              </th>
              <td>
                <span className="bar" style={{ inlineSize: `${100 * (probability ?? 0)}%` }} />
              </td>
              <td className="number">
                {probability === undefined ? (
                  "–"
                ) : (
                  <data value={probability}>{formatPercent(probability)}</data>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
