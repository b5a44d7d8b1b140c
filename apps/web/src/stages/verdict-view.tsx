import { memo } from "react";
import { ClassName } from "../components/class-name.js";
import { Notice } from "../components/notice.js";
import { PictureList } from "../components/picture-list.js";
import type { Mistake, Verdict } from "../protocol.js";
import { formatCount, formatLoss, formatPercent } from "../text/format.js";

/** A matrix of more classes is shown at full size, however narrow the page. */
const MOST_FITTING = 20;

/** The test: numbers, confusion matrix, the mistakes that the network was most sure of, scores by class. */
export const VerdictView = memo(function VerdictView({ verdict }: { readonly verdict: Verdict }) {
  const { accuracy, loss, samples, wrong, notice } = verdict;
  const facts = [
    ["Test accuracy", formatPercent(accuracy, 2)],
    ["Test loss", formatLoss(loss)],
    ["Test images", formatCount(samples)],
    ["Wrong", formatCount(wrong)],
  ];
  return (
    <>
      {notice !== undefined && (
        <Notice kind="hint">
          <p>{notice}</p>
        </Notice>
      )}
      <dl className="readouts readouts-large">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="verdict">
        <figure className="confusion">
          <figcaption>Confusion matrix</figcaption>
          <section
            className="scroll-x"
            aria-label="Confusion matrix"
            data-many={verdict.perClass.length > MOST_FITTING || undefined}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow page it scrolls, also by keyboard
            tabIndex={0}
            // biome-ignore lint/security/noDangerouslySetInnerHtml: @imgcls/evaluation escapes the names in it
            dangerouslySetInnerHTML={{ __html: verdict.confusionMatrix }}
          />
          {verdict.perClass.length <= MOST_FITTING && <ConfusionTable verdict={verdict} />}
        </figure>
        <div>
          <h3>Worst mistakes</h3>
          <MistakeList verdict={verdict} />
        </div>
      </div>
      <ScoreTable perClass={verdict.perClass} />
    </>
  );
});

/** The same numbers for those who hear the page. */
const ConfusionTable = ({ verdict: { perClass, confusions } }: { readonly verdict: Verdict }) => (
  <div className="visually-hidden">
    <table>
      <caption>Test images by true class (rows) and answer (columns)</caption>
      <thead>
        <tr>
          <th scope="col">True class</th>
          {perClass.map(({ class: name }) => (
            <th scope="col" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {perClass.map(({ class: name }, row) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {perClass.map(({ class: answer }, column) => (
              <td key={answer}>{confusions[row]![column]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

function MistakeList({ verdict }: { readonly verdict: Verdict }) {
  const { mistakes } = verdict;
  if (mistakes.length === 0)
    return <p className="empty">There are none: every test image was named correctly.</p>;
  return (
    <>
      <p className="muted">
        The wrong answers it was most sure of: true class → answer, with its likelihood.
      </p>
      <PictureList
        pictures={mistakes.map(({ picture }) => picture)}
        cell="4.6rem"
        label="Worst mistakes"
        caption={(index) => <MistakeCaption mistake={mistakes[index]!} />}
      />
    </>
  );
}

const MistakeCaption = ({ mistake }: { readonly mistake: Mistake }) => (
  <>
    <ClassName name={mistake.trueClass} /> →{" "}
    <strong>
      <ClassName name={mistake.predictedClass} />
    </strong>{" "}
    <span className="muted">{formatPercent(mistake.probability, 0)}</span>
  </>
);

function ScoreTable({ perClass }: Pick<Verdict, "perClass">) {
  return (
    <details className="scores">
      <summary>Scores by class</summary>
      <div className="table-frame">
        <table className="layers">
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col" className="number">
                Precision
              </th>
              <th scope="col" className="number">
                Recall
              </th>
              <th scope="col" className="number">
                F1
              </th>
              <th scope="col" className="number">
                Images
              </th>
            </tr>
          </thead>
          <tbody>
            {perClass.map(({ class: name, precision, recall, f1, support }) => (
              <tr key={name}>
                <th scope="row">
                  <ClassName name={name} />
                </th>
                <td className="number">{precision.toFixed(3)}</td>
                <td className="number">{recall.toFixed(3)}</td>
                <td className="number">{f1.toFixed(3)}</td>
                <td className="number">{formatCount(support)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
