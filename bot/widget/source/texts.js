// Every word the widget says by itself. A further language is one more entry here.

export const TEXTS = {
  es: {
    assistant: "Asistente automático",
    titleWithoutCompany: "Ayuda",
    welcome: (company) =>
      `Hola, soy el asistente automático${company ? ` de ${company}` : ""}. ` +
      "Pregúntame lo que necesites: si no tengo una respuesta segura, aviso a una persona del equipo.",
    openChat: "Abrir el chat de ayuda",
    closeChat: "Cerrar el chat",
    unread: (count) => (count === 1 ? "1 mensaje nuevo" : `${count} mensajes nuevos`),
    conversation: "Conversación",
    languages: "Idioma",
    you: "Tú",
    system: "Aviso",
    person: "Persona del equipo",
    inputLabel: "Escribe tu mensaje",
    send: "Enviar",
    askForPerson: "Hablar con una persona",
    personRequest: "Quiero hablar con una persona",
    typing: "El asistente está escribiendo…",
    loading: "Cargando la conversación…",
    offline: "Sin conexión. Lo que escribas se queda aquí y se envía cuando vuelva.",
    restarted: "La conversación anterior ha caducado, así que hemos empezado una nueva.",
    sending: "Enviando…",
    sent: "Enviado",
    failed: "No se ha enviado.",
    retry: "Reintentar",
    readMore: "Leer más",
    newTab: "(se abre en otra pestaña)",
    wasHelpful: "¿Te ha servido?",
    choices: "Respuestas rápidas",
    suggestions: "Artículos que quizá te sirvan",
    ticket: "Solicitud",
    team: "Equipo",
    dueAt: "Respuesta antes de",
    stages: "Etapas",
    stageDone: "hecha",
    outcomes: "Cómo puede acabar",
  },
  en: {
    assistant: "Automated assistant",
    titleWithoutCompany: "Help",
    welcome: (company) =>
      `Hello, I am the automated assistant${company ? ` of ${company}` : ""}. ` +
      "Ask me anything: when I have no sure answer, I bring in a person from the team.",
    openChat: "Open the help chat",
    closeChat: "Close the chat",
    unread: (count) => (count === 1 ? "1 new message" : `${count} new messages`),
    conversation: "Conversation",
    languages: "Language",
    you: "You",
    system: "Notice",
    person: "Person from the team",
    inputLabel: "Write your message",
    send: "Send",
    askForPerson: "Talk to a person",
    personRequest: "I want to talk to a person",
    typing: "The assistant is typing…",
    loading: "Loading the conversation…",
    offline: "No connection. What you write stays here and is sent when it is back.",
    restarted: "The earlier conversation has expired, so we have started a new one.",
    sending: "Sending…",
    sent: "Sent",
    failed: "Not sent.",
    retry: "Try again",
    readMore: "Read more",
    newTab: "(opens in a new tab)",
    wasHelpful: "Did this help?",
    choices: "Quick replies",
    suggestions: "Articles that may help",
    ticket: "Request",
    team: "Team",
    dueAt: "Answer by",
    stages: "Stages",
    stageDone: "done",
    outcomes: "How it can end",
  },
};

const primary = (tag) => tag.toLowerCase().split("-")[0];

/** The first of the wanted locales that is on offer, else the first on offer. */
export function chosenLocale(wanted, offered) {
  return wanted.filter(Boolean).map(primary).find((locale) => offered.includes(locale)) ?? offered[0];
}

/** The catalogue of a locale; a language without one gets the English words. */
export function textsIn(locale) {
  return TEXTS[locale] ?? TEXTS.en;
}

/** What a language calls itself. */
export function languageName(locale) {
  return new Intl.DisplayNames([locale], { type: "language" }).of(locale);
}
