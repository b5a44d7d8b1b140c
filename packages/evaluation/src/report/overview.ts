import type { Evaluation } from "../evaluate.js";
import { formatCount, formatPercent, formatScore, plural } from "./format.js";
import { type Html, html, nameOf } from "./html.js";
import { type ReportData, rightAnswers } from "./report-data.js";
import type { Fact } from "./report-input.js";

/** Title, the result in a sentence, and the key numbers. */
export const overview = (data: ReportData): Html => html`<header>
<p class="kind">Image classification report</p>
<h1>${data.title}</h1>
${data.subtitle === undefined ? undefined : html`<p class="subtitle">${data.subtitle}</p>`}
<p class="lead">${resultSentence(data)} ${weaknessSentence(data)}</p>
<dl class="key-numbers">${keyNumbers(data.evaluation).map(entry)}</dl>
${data.facts.length === 0 ? undefined : html`<dl class="facts">${data.facts.map(entry)}</dl>`}
</header>`;

export const entry = ({ label, value }: Fact): Html =>
  html`<div><dt>${label}</dt><dd>${typeof value === "number" ? formatCount(value) : value}</dd></div>`;

function keyNumbers({ accuracy, loss, topK, macro, samples, perClass }: Evaluation): Fact[] {
  const topFive = topK["5"];
  return [
    { label: "Test accuracy", value: formatPercent(accuracy, 2) },
    ...(topFive !== undefined && perClass.length > 5
      ? [{ label: "Top-5 accuracy", value: formatPercent(topFive, 2) }]
      : []),
    { label: "Test loss", value: loss.toFixed(4) },
    { label: "Mean F1", value: formatScore(macro.f1) },
    { label: "Test images", value: samples },
  ];
}

function resultSentence({ evaluation, accuracyInterval: [low, high] }: ReportData): Html {
  const { samples, perClass } = evaluation;
  const right = rightAnswers(evaluation);
  const mostCommon = Math.max(...perClass.map(({ support }) => support)) / samples;
  return html`The model named <strong>${formatCount(right)} of ${plural(samples, "test image")}</strong> correctly; of many more like them it
would be ${formatPercent(low)} to ${formatPercent(high)}, in 95 of 100 cases. Always answering with the most common class would get ${formatPercent(mostCommon)} right.`;
}

function weaknessSentence({ evaluation, mostConfused: [pair] }: ReportData): Html | undefined {
  const tested = evaluation.perClass.filter(({ support }) => support > 0);
  if (!pair || tested.length < 2) return undefined;
  const weakest = tested.reduce((low, scores) => (scores.f1 < low.f1 ? scores : low));
  return html`It is weakest on ${nameOf(weakest.class)} (F1 ${formatScore(weakest.f1)}), and its most frequent mistake
is to take ${nameOf(pair.trueClass)} for ${nameOf(pair.predictedClass)} (${plural(pair.count, "image")}).`;
}
