// The demo page: a company's site with the widget on it, and what its help desk receives beside it.

import { DeskPanel } from "./desk-panel.js";
import { element } from "./element.js";
import { textsIn } from "./texts.js";

const POLL_MS = 2_000;
const WIDE = "(min-width: 64em)";

const byId = (id) => document.getElementById(id);

function languageName(locale) {
  const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale);
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** The first of the reader's languages that the company speaks, else the company's first. */
function spoken(languages) {
  return navigator.languages.map((tag) => tag.split("-")[0]).find((each) => languages.includes(each)) ?? languages[0];
}

function addLanguages(config, chat) {
  const choice = (lang) =>
    element("button", { type: "button", lang, textContent: languageName(lang), onclick: () => chat.setLocale(lang) });
  byId("languages").hidden = config.languages.length < 2;
  byId("languages").append(...config.languages.map(choice));
}

function showLanguage(chat) {
  byId("languages").ariaLabel = textsIn(chat.locale).languages;
  for (const button of byId("languages").children) button.ariaPressed = String(button.lang === chat.locale);
}

function showStarters(config, chat) {
  const ask = (question) => () => {
    chat.open();
    chat.send(question);
  };
  const starter = (question) =>
    element("li", {}, element("button", { type: "button", textContent: question, onclick: ask(question) }));
  const questions = config.starters[chat.locale] ?? [];
  byId("starters-title").hidden = questions.length === 0;
  byId("starters").replaceChildren(...questions.map(starter));
}

/** What the company says on privacy, for the chat to show in its language before the first message. */
function privacyNotice([language, { text, link, url }]) {
  const more = url ? element("a", { href: url, target: "_blank", rel: "noopener", textContent: link }) : null;
  return element("p", { slot: `privacy-${language}`, lang: language }, `${text} `, more);
}

function showPage(config, chat) {
  const texts = textsIn(chat.locale);
  document.documentElement.lang = chat.locale;
  document.title = texts.title(config.company);
  byId("company").textContent = config.company;
  byId("heading").textContent = texts.heading;
  byId("lead").textContent = texts.lead(config.company);
  byId("starters-title").textContent = texts.starters;
  byId("help-centre").textContent = texts.helpCentre;
  byId("help-centre").href = `/help/${chat.locale}`;
  byId("desk-title").textContent = texts.desk;
  byId("desk-hint").textContent = texts.deskHint;
  showLanguage(chat);
  showStarters(config, chat);
}

async function follow(chat) {
  const panel = new DeskPanel(byId("deliveries"), byId("desk-news"));
  let last = [];
  const show = () => panel.show(last, chat.locale);
  chat.addEventListener("locale", show);
  for (;;) {
    // Out of reach for a moment: the chat says so, the panel keeps what it has.
    if (!document.hidden) last = await chat.deliveries().catch(() => last);
    show();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function start() {
  const response = await fetch("/demo/config.json");
  if (!response.ok) throw new Error(`/demo/config.json: ${response.status}`);
  const config = await response.json();
  const chat = element("support-chat", {
    site: config.site,
    company: config.company,
    languages: config.languages.join(" "),
    locale: spoken(config.languages),
  }, ...Object.entries(config.privacy).map(privacyNotice));
  if (matchMedia(WIDE).matches) chat.setAttribute("open", "");
  document.body.append(chat);
  await customElements.whenDefined("support-chat");
  addLanguages(config, chat);
  showPage(config, chat);
  chat.addEventListener("locale", () => showPage(config, chat));
  byId("desk").hidden = !config.demo;
  if (config.demo) follow(chat);
}

start().catch(() => {
  byId("lead").textContent = textsIn(navigator.language.slice(0, 2)).broken;
});
