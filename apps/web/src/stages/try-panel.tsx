import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ClassName } from "../components/class-name.js";
import { FileButton } from "../components/file-button.js";
import { Notice } from "../components/notice.js";
import { Thumbnail } from "../components/thumbnail.js";
import { digitImage, type Stroke } from "../pad/digit-image.js";
import { PAD_EXTENT, Pad } from "../pad/pad.js";
import type { Invert, RunSummary } from "../protocol.js";
import type { AppState } from "../state/app-state.js";
import { useStore } from "../state/use-store.js";
import { Likelihoods } from "./likelihoods.js";
import { PaperSwitch } from "./paper-switch.js";
import { useClassifier } from "./use-classifier.js";

interface TryPanelProps {
  readonly run: RunSummary;
  /** Dropped or pasted somewhere on the page. */
  readonly picture: AppState["picture"];
  readonly testable: boolean;
  readonly locked: boolean;
}

/** Draw, choose a picture or take a test image, and see what the network says. */
export function TryPanel({ run, picture, testable, locked }: TryPanelProps) {
  const { lab } = useStore();
  const [height, width, channels] = run.inputShape;
  const drawable = channels === 1 && height === width;
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [last, setLast] = useState<File>();
  const [invert, setInvert] = useState<Invert>("auto");
  const [next, setNext] = useState(0);
  const { shown, show, clear, showFrom, problem } = useClassifier(run);

  const draw = useCallback(
    (drawn: readonly Stroke[]) => {
      setStrokes(drawn);
      const pixels = digitImage(drawn, PAD_EXTENT, height);
      if (pixels) show({ pixels, source: "drawing", trueClass: undefined });
      else clear();
    },
    [height, show, clear],
  );
  const startOver = useCallback(() => draw([]), [draw]);
  const takeTestImage = () => {
    setStrokes([]);
    setNext(next + 1);
    void showFrom(async () => {
      const { pixels, trueClass } = await lab.testImage(next);
      return { pixels, source: "test image", trueClass };
    });
  };
  const takePicture = useCallback(
    (file: File, how: Invert = "auto") => {
      setStrokes([]);
      setLast(file);
      setInvert(how);
      void showFrom(async () => ({
        ...(await lab.decodePicture(file, how)),
        source: "picture",
        trueClass: undefined,
      }));
    },
    [lab, showFrom],
  );
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (picture === undefined) return;
    takePicture(picture.file);
    panel.current?.scrollIntoView({ block: "nearest" });
  }, [picture, takePicture]);
  const description = useMemo(() => (drawable ? "Draw a digit" : "Try a picture"), [drawable]);

  return (
    <div className="try" ref={panel}>
      <h3>{description}</h3>
      {problem !== undefined && (
        <Notice kind="problem">
          <p>{problem}</p>
        </Notice>
      )}
      <div className="try-columns">
        {drawable && <Pad strokes={strokes} disabled={locked} onDraw={draw} />}
        <div className="try-middle">
          <figure className="seen">
            {shown ? (
              <Thumbnail pixels={shown.pixels} shape={run.inputShape} label="What the network sees" />
            ) : (
              <span className="thumbnail seen-empty" />
            )}
            <figcaption>
              {shown?.trueClass === undefined ? (
                "What the network sees"
              ) : (
                <>
                  A test image of class <ClassName name={shown.trueClass} />
                </>
              )}
            </figcaption>
          </figure>
          {shown?.inverted !== undefined && last && (
            <PaperSwitch
              invert={invert}
              inverted={shown.inverted}
              disabled={locked}
              onChange={(how) => takePicture(last, how)}
            />
          )}
          <div className="button-column">
            {drawable && (
              <button type="button" className="button" disabled={locked} onClick={startOver}>
                Clear
              </button>
            )}
            {testable && (
              <button type="button" className="button" disabled={locked} onClick={takeTestImage}>
                Take a test image
              </button>
            )}
            <FileButton
              label="A picture to classify"
              accept="image/*"
              disabled={locked}
              onFiles={([file]) => takePicture(file!)}
            >
              Choose a picture
            </FileButton>
          </div>
        </div>
        <Likelihoods names={run.classNames} probabilities={shown?.probabilities} unknown={shown?.unknown} />
      </div>
    </div>
  );
}
