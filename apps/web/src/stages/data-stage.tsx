import { memo } from "react";
import { ClassName } from "../components/class-name.js";
import { FileButton } from "../components/file-button.js";
import { Notice } from "../components/notice.js";
import { PictureList } from "../components/picture-list.js";
import { Stage } from "../components/stage.js";
import type { DataSummary } from "../protocol.js";
import type { DataProblem, Loadable } from "../state/app-state.js";
import { useStore } from "../state/use-store.js";
import { formatCount, formatShape } from "../text/format.js";
import { ClassBalance } from "./class-balance.js";
import { ClassCounts } from "./class-counts.js";

interface DataStageProps {
  readonly data: Loadable<DataSummary>;
  /** Why the last files were refused. */
  readonly problem: DataProblem | undefined;
  /** While a training runs the data stay as they are. */
  readonly locked: boolean;
  readonly dragging: boolean;
}

/** Of the images that were left out. */
const MOST_NAMED = 5;

const SYNTHETIC = "synthetic-digits";
const PLACEHOLDERS = Array.from({ length: 40 }, (_, index) => index);

export const DataStage = memo(function DataStage({ data, problem, locked, dragging }: DataStageProps) {
  const store = useStore();
  const ready = data.status === "ready" ? data.value : undefined;
  return (
    <Stage
      id="data"
      number={1}
      title="Data"
      intro={<p>{ready ? ready.description : "Labelled images to learn from and to be tested on."}</p>}
    >
      {problem !== undefined && (
        <Notice kind="problem">
          <p>{problem.sentence}</p>
          {problem.canLeaveOut && (
            <button type="button" className="button" disabled={locked} onClick={store.leaveOutBadImages}>
              Leave these out
            </button>
          )}
        </Notice>
      )}
      {ready && ready.skipped.length > 0 && (
        <Notice kind="hint">
          <p>
            {ready.skipped.length === 1 ? "1 image was" : `${formatCount(ready.skipped.length)} images were`}{" "}
            left out: {ready.skipped.slice(0, MOST_NAMED).join(", ")}
            {ready.skipped.length > MOST_NAMED && ", …"}.
          </p>
        </Notice>
      )}
      {data.status === "failed" && (
        <Notice kind="problem">
          <p>{data.problem}</p>
          <button type="button" className="button" onClick={store.openSynthetic}>
            Try the synthetic digits again
          </button>
        </Notice>
      )}
      {ready ? <DataFacts data={ready} /> : data.status !== "failed" && <DataSkeleton />}
      <div className="drop" data-over={(dragging && !locked) || undefined}>
        <div className="drop-way">
          <p>
            <strong>Use MNIST or Fashion-MNIST:</strong> drop their four files anywhere on this page. They are
            read here and not uploaded.
          </p>
          <div className="button-row">
            <FileButton label="The four files of MNIST" multiple disabled={locked} onFiles={store.openFiles}>
              Choose the files
            </FileButton>
          </div>
        </div>
        <div className="drop-way">
          <p>
            <strong>Use your own images:</strong> drop a folder that has a folder for each class, or a zip of
            it. They are brought to 32×32 pixels.
          </p>
          <div className="button-row">
            <FileButton
              label="A folder of folders by class"
              folder
              disabled={locked}
              onFiles={store.openOwnFolder}
            >
              Choose a folder
            </FileButton>
            <FileButton
              label="A zip of folders by class"
              accept=".zip"
              disabled={locked}
              onFiles={store.openOwnZip}
            >
              Choose a zip
            </FileButton>
            {ready && ready.id !== SYNTHETIC && (
              <button type="button" className="button" disabled={locked} onClick={store.openSynthetic}>
                Back to synthetic digits
              </button>
            )}
          </div>
        </div>
      </div>
    </Stage>
  );
});

function DataFacts({ data }: { readonly data: DataSummary }) {
  const { title, shape, range, samples, classNames, mean, deviation } = data;
  const facts = [
    ["Training images", formatCount(data.trainSize)],
    ...(data.validationSize === undefined ? [] : [["Validation images", formatCount(data.validationSize)]]),
    ["Test images", formatCount(data.testSize)],
    ["Shape", formatShape(shape)],
    ["Values", `${range[0]} to ${range[1]}`],
    ["Mean ± deviation", `${mean.toFixed(1)} ± ${deviation.toFixed(1)}`],
    ...(data.leftOut === "" ? [] : [["Left out", data.leftOut]]),
  ];
  const longest = Math.max(...classNames.map((name) => name.length));
  return (
    <div className="data-view">
      <div>
        <h3>{title}</h3>
        <PictureList
          pictures={samples}
          cell={longest <= 2 ? "calc((100% - 9 * var(--gap)) / 10)" : "4.5rem"}
          label="Sample images with their classes"
          caption={(index) => <ClassName name={samples[index]!.className} as="caption" />}
        />
      </div>
      <div>
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <ClassCounts names={classNames} counts={data.classCounts} />
        <ClassBalance names={classNames} counts={data.classCounts} />
      </div>
    </div>
  );
}

const DataSkeleton = () => (
  <div className="data-view" role="status" aria-label="Loading images">
    <div>
      <h3 className="skeleton-text">Loading images…</h3>
      <ul
        className="pictures skeleton"
        style={{ "--cell": "calc((100% - 9 * var(--gap)) / 10)" } as React.CSSProperties}
      >
        {PLACEHOLDERS.map((index) => (
          <li key={index}>
            <span className="thumbnail" />
            <span className="picture-caption">&nbsp;</span>
          </li>
        ))}
      </ul>
    </div>
    <div className="skeleton-block skeleton" />
  </div>
);
