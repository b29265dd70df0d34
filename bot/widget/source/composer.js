// Where the contact writes, and the way to a person, which is always there.

import { html, nothing } from "lit";
import { tray } from "./files.js";
import { fileIcon, personIcon, sendIcon } from "./icons.js";

// The gateway refuses longer messages.
const LONGEST_MESSAGE = 4_000;

// To each kind of field its keyboard, what the browser can fill in, and its capitals; words of the contact need none.
const HELP = {
  contact: ["email", "email"],
  email: ["email", "email"],
  phone: ["tel", "tel"],
  name: [, "name", "words"],
  address: [, "street-address", "words"],
  postcode: ["numeric", "postal-code"],
  number: ["numeric", "off"],
  amount: ["decimal", "off"],
  order_number: [, "off", "characters"],
  ...Object.fromEntries(["date", "call_time", "product", "shop", "choice", "yes_no"].map((kind) => [kind, [, "off"]])),
};

/** What helps with the question at the end of the conversation. */
function helpNow(messages) {
  const { current, field } = messages.at(-1) ?? {};
  return (current && HELP[field]) || [];
}

/** Enter sends and Shift+Enter breaks the line, but an Enter that ends an input method's word does neither. */
export function sendsMessage({ key, shiftKey, isComposing }) {
  return key === "Enter" && !shiftKey && !isComposing;
}

function onKey(event, onSend) {
  if (!sendsMessage(event)) return;
  event.preventDefault();
  onSend();
}

/** Takes the chosen files, and lets the same be chosen again. */
function onChoice({ target }, onFiles) {
  onFiles([...target.files]);
  target.value = "";
}

function onPaste(event, onFiles) {
  const files = [...event.clipboardData.files];
  if (!files.length) return;
  event.preventDefault();
  onFiles(files);
}

export function composer(messages, context) {
  const [keyboard = nothing, fill = nothing, capitals = nothing] = helpNow(messages);
  const { draft, notice, texts, onDraft, onFiles, onSend, onPerson } = context;
  return html`
    <div class="composer" part="composer">
      <button type="button" class="person" part="person" @click=${onPerson}>${personIcon}<span>${texts.askForPerson}</span></button>
      ${tray(context)}
      <div class="writing" part="writing">
        <input type="file" multiple hidden @change=${(event) => onChoice(event, onFiles)}>
        <button type="button" class="round" part="attach" aria-label=${texts.attach}
          @click=${({ currentTarget }) => currentTarget.previousElementSibling.click()}>${fileIcon}</button>
        <label class="visually-hidden" for="input">${texts.inputLabel}</label>
        <textarea id="input" part="input" rows="1" dir="auto" enterkeyhint="send" maxlength=${LONGEST_MESSAGE}
          inputmode=${keyboard} autocomplete=${fill} autocapitalize=${capitals} placeholder=${texts.inputLabel} aria-describedby=${notice ? "privacy" : nothing} .value=${draft}
          @input=${(event) => onDraft(event.target.value)} @paste=${(event) => onPaste(event, onFiles)} @keydown=${(event) => onKey(event, onSend)}></textarea>
        <button type="button" class="send" part="send" aria-label=${texts.send} @click=${onSend}>${sendIcon}</button>
      </div>
    </div>`;
}
