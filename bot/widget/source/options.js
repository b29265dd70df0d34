// What a contact may do with the conversation: take it along, end it, have it deleted.

import { html, nothing } from "lit";
import { moreIcon } from "./icons.js";

/** Opens the options; there is nothing to choose before the first message. */
export function optionsButton({ conversation, sheet, texts, onSheet }) {
  if (!conversation.id) return nothing;
  return html`
    <button type="button" class="round" id="options" part="options" aria-label=${texts.options} aria-expanded=${Boolean(sheet)}
      @click=${() => onSheet(sheet ? null : "choice")}>${moreIcon}</button>`;
}

const button = (name, onClick) => html`<button type="button" @click=${onClick}>${name}</button>`;

/** Asked once more, with what comes of it. */
const confirmation = (consequence, name, onYes, { texts, onSheet }) => html`
  <p tabindex="-1">${consequence}</p>
  ${button(name, onYes)} ${button(texts.back, () => onSheet("choice"))}`;

const SHEETS = {
  choice: ({ texts, onSheet, onTranscript }) => html`
    ${button(texts.transcript, onTranscript)} ${button(texts.end, () => onSheet("end"))}
    ${button(texts.erase, () => onSheet("erase"))}`,
  end: (context) => confirmation(context.texts.endMeans, context.texts.end, context.onEnd, context),
  erase: (context) => confirmation(context.texts.eraseMeans, context.texts.erase, context.onErase, context),
};

export function optionsSheet(context) {
  const { sheet, texts } = context;
  if (!sheet) return nothing;
  return html`<div id="sheet" class="sheet" part="sheet" role="group" aria-label=${texts.options}>${SHEETS[sheet](context)}</div>`;
}
