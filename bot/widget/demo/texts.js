// The words of the demo page. A further language is one more entry here.

const TEXTS = {
  es: {
    languages: "Idioma de la página",
    title: (company) => `${company} · Ayuda`,
    heading: "¿En qué te ayudamos?",
    lead: (company) =>
      `El asistente automático de ${company} responde con los artículos de su ayuda. ` +
      "Cuando no está seguro, no inventa: recoge lo necesario y abre una solicitud para una persona.",
    starters: "Prueba con una de estas preguntas",
    helpCentre: "Ver todos los artículos de ayuda",
    desk: "Lo que recibe tu servicio de ayuda",
    deskHint: "Los webhooks firmados de esta conversación, según salen.",
    empty: "Todavía no se ha enviado nada",
    steps: [
      "Pide en el chat hablar con una persona, o pregunta algo que la ayuda no cubre.",
      "Responde a lo que te pida el asistente: con eso abre una solicitud.",
      "Aquí verás el aviso que llega a tu servicio de ayuda: estado, intentos, cabeceras y contenido.",
    ],
    to: "a",
    states: { pending: "Pendiente", delivered: "Entregado", dead: "Abandonado" },
    silent: "No responde",
    nobody: (url) => ["Nadie escucha en ", url, ". Para iniciar el servicio de ayuda de prueba: "],
    attempts: "Intentos",
    noAttempts: "Aún ninguno.",
    nextAttempt: "Siguiente intento",
    headers: "Cabeceras",
    payload: "Contenido (JSON)",
    news: (count) => (count === 1 ? "1 envío al servicio de ayuda" : `${count} envíos al servicio de ayuda`),
    broken: "La página no ha podido cargar sus datos. Vuelve a cargarla en unos segundos.",
  },
  en: {
    languages: "Language of the page",
    title: (company) => `${company} · Help`,
    heading: "How can we help?",
    lead: (company) =>
      `The automated assistant of ${company} answers from its help articles. ` +
      "When it is not sure, it makes nothing up: it takes down what is needed and opens a request for a person.",
    starters: "Try one of these questions",
    helpCentre: "See all help articles",
    desk: "What your help desk receives",
    deskHint: "The signed webhooks of this conversation, as they leave.",
    empty: "Nothing has been sent yet",
    steps: [
      "Ask for a person in the chat, or ask something that the help does not cover.",
      "Answer what the assistant asks: it opens a request with that.",
      "Here you will see what reaches your help desk: state, attempts, headers and content.",
    ],
    to: "to",
    states: { pending: "Pending", delivered: "Delivered", dead: "Given up" },
    silent: "No answer",
    nobody: (url) => ["Nobody listens at ", url, "; start it with "],
    attempts: "Attempts",
    noAttempts: "None yet.",
    nextAttempt: "Next attempt",
    headers: "Headers",
    payload: "Content (JSON)",
    news: (count) => (count === 1 ? "1 delivery to the help desk" : `${count} deliveries to the help desk`),
    broken: "The page could not load its data. Load it again in a few seconds.",
  },
};

/** The words in a language; one without an entry gets the English ones. */
export function textsIn(locale) {
  return TEXTS[locale] ?? TEXTS.en;
}
