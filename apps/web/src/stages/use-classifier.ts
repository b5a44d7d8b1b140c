import { useCallback, useEffect, useRef, useState } from "react";
import type { RunSummary, UnknownAnswer } from "../protocol.js";
import { useStore } from "../state/use-store.js";

export interface Candidate {
  readonly pixels: Uint8Array;
  readonly source: "drawing" | "test image" | "picture";
  readonly trueClass: string | undefined;
  /** Of a picture of a digit: whether light and dark have changed places. */
  readonly inverted?: boolean | undefined;
}

interface Shown extends Candidate {
  /** Undefined until the network has answered. */
  readonly probabilities: readonly number[] | undefined;
  readonly unknown?: UnknownAnswer | undefined;
}

/** Asks the network about one image at a time; while it thinks, only the newest image waits. */
export function useClassifier(run: RunSummary) {
  const { lab } = useStore();
  const [shown, setShown] = useState<Shown>();
  const [problem, setProblem] = useState<string>();
  const waiting = useRef<Candidate>(undefined);
  const busy = useRef(false);

  const work = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    try {
      while (waiting.current) {
        const candidate = waiting.current;
        waiting.current = undefined;
        const answer = await lab.classify(candidate.pixels);
        setShown((current) => (current?.pixels === candidate.pixels ? { ...candidate, ...answer } : current));
      }
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      busy.current = false;
    }
  }, [lab]);

  const show = useCallback(
    (candidate: Candidate) => {
      setProblem(undefined);
      // The bars of the image before stay until there are new ones: they must not flicker while one draws.
      setShown((current) => ({
        ...candidate,
        probabilities: current?.probabilities,
        unknown: current?.unknown,
      }));
      waiting.current = candidate;
      void work();
    },
    [work],
  );

  const clear = useCallback(() => {
    waiting.current = undefined;
    setShown(undefined);
    setProblem(undefined);
  }, []);

  const showFrom = useCallback(
    async (load: () => Promise<Candidate>) => {
      try {
        show(await load());
      } catch (error) {
        setProblem((error as Error).message);
      }
    },
    [show],
  );

  // Another network has another opinion of the same image.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new run asks again
  useEffect(() => {
    if (shown) show(shown);
  }, [run]);

  return { shown, problem, show, clear, showFrom };
}
