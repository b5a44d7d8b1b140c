import { ClassName } from "../components/class-name.js";
import { Notice } from "../components/notice.js";
import { isTraining } from "../state/app-state.js";
import { useAppState, useStore } from "../state/use-store.js";
import { formatCount } from "../text/format.js";

/** From here on a network gains by naming the largest class whatever it sees. */
const VERY_UNEQUAL = 3;

interface ClassBalanceProps {
  readonly names: readonly string[];
  /** Training images a class. */
  readonly counts: readonly number[];
}

/** Says that classes are very unequal, and offers to make up for it in the training. */
export function ClassBalance({ names, counts }: ClassBalanceProps) {
  const { setField } = useStore();
  const state = useAppState();
  const { typed, models } = state;
  const most = Math.max(...counts);
  const least = Math.min(...counts.filter((count) => count > 0));
  if (most < VERY_UNEQUAL * least) return null;
  const isBalanced = typed.classWeight === "balanced" || typed["data.classBalanced"] === "true";
  const nameOf = (count: number) => <ClassName name={names[counts.indexOf(count)]!} />;
  return (
    <Notice kind="hint">
      {isBalanced ? (
        <p>
          The classes are balanced in the training: the rarer one is, the more often its images come, or
          count.
        </p>
      ) : (
        <p>
          The classes are very unequal: {nameOf(most)} has {formatCount(most)} training images,{" "}
          {nameOf(least)} {formatCount(least)}. A network gains by naming the large classes too often.
        </p>
      )}
      {!isBalanced && (
        <button
          type="button"
          className="button"
          // The networks for these images come with settings of their own.
          disabled={models.status !== "ready" || isTraining(state)}
          onClick={() => setField("data.classBalanced", "true")}
        >
          Balance the classes
        </button>
      )}
    </Notice>
  );
}
