// Files: those on their way, and those that came with a message.

import { html, nothing } from "lit";
import { closeIcon, fileIcon } from "./icons.js";

/** "740 kB", "2,3 MB": as the reader's language writes it. */
export function fileSize(bytes, locale) {
  const [unit, value] = bytes < 1e6 ? ["kilobyte", Math.ceil(bytes / 1e3)] : ["megabyte", bytes / 1e6];
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}

/** How a file in the tray stands, in words. */
export function fileNews({ name, state, reason, isOneTooMany }, texts) {
  if (state === "failed") return `${name}: ${isOneTooMany ? texts.tooManyFiles : (reason ?? texts.fileFailed)}`;
  return `${name}: ${state === "ready" ? texts.fileReady : texts.uploading}`;
}

function chosen(file, { locale, texts, tray, onRemove }) {
  const { key, name, share, state } = file;
  const mayPass = state === "failed" && !file.isRefused;
  const isUploading = state === "uploading";
  return html`
    <li data-state=${state}>
      <span class="words" dir="auto">${name}</span>
      <span class=${state === "failed" ? "failed" : "fact"}>
        ${state === "ready" ? fileSize(file.size, locale) : fileNews(file, texts).slice(name.length + 2)}
      </span>
      ${isUploading ? html`<progress max="1" .value=${share} aria-label="${texts.uploading} ${name}"></progress>` : nothing}
      ${mayPass ? html`<button type="button" class="retry" @click=${() => tray.retry(key)}>${texts.retry}</button>` : nothing}
      <button type="button" class="round" aria-label="${isUploading ? texts.cancelFile : texts.removeFile} ${name}"
        @click=${() => onRemove(key)}>${closeIcon}</button>
    </li>`;
}

export function tray(context) {
  const { files } = context.tray;
  if (!files.length) return nothing;
  return html`
    <ul class="tray" part="tray" aria-label=${context.texts.filesChosen}>${files.map((file) => chosen(file, context))}</ul>`;
}

/** The files of a message: each fetched with the token when it is wanted, as no address may carry one. */
export function messageFiles({ attachments }, { locale, texts, onDownload }) {
  if (!attachments?.length) return nothing;
  const one = (file) => html`
    <li><button type="button" class="file" part="file" @click=${() => onDownload(file)}>
      ${fileIcon}<span class="visually-hidden">${texts.download} </span><span class="words" dir="auto">${file.name}</span>
      <span class="fact">${fileSize(file.size, locale)}</span>
    </button></li>`;
  return html`<ul class="files">${attachments.map(one)}</ul>`;
}
