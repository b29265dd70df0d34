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
    privacy: "Privacidad",
    noticed: "Entendido",
    typing: (who) => `${who === true ? "El asistente" : who} está escribiendo…`,
    loading: "Cargando la conversación…",
    offline: "Sin conexión. Lo que escribas se queda aquí y se envía cuando vuelva.",
    expired: "La conversación anterior ha caducado. Lo que escribas ahora empieza una nueva.",
    deleted: "Ya no guardamos la conversación anterior: está borrada. Lo que escribas ahora empieza una nueva.",
    sending: "Enviando…",
    sent: "Enviado",
    failed: "No se ha enviado.",
    retry: "Reintentar",
    attach: "Adjuntar archivos",
    filesChosen: "Archivos para este mensaje",
    uploading: "Subiendo…",
    fileReady: "adjunto, listo para enviar",
    fileFailed: "No se ha podido subir.",
    tooManyFiles: "En un mensaje caben diez archivos: envía este con el siguiente.",
    sendsSoon: "Se envía en cuanto se suban los archivos.",
    cancelFile: "Cancelar",
    removeFile: "Quitar",
    download: "Descargar",
    downloadFailed: "No se ha podido descargar. Inténtalo de nuevo.",
    discard: "Descartar",
    options: "Opciones",
    transcript: "Descargar la conversación",
    end: "Terminar el chat",
    endMeans: "Este navegador olvidará la conversación y lo que tengas a medio escribir, en todas las pestañas. Tus solicitudes siguen adelante.",
    erase: "Borrar mis datos",
    eraseMeans:
      "Se borran ya, sin vuelta atrás: esta conversación, tus datos y tus archivos. Si hay copias de seguridad, " +
      "ahí quedan hasta que caducan. De tus solicitudes, que se cierran, quedan el número, el equipo y las fechas; a quien las " +
      "recibió le decimos que has pedido borrarlas.",
    eraseFailed: "No se han podido borrar. Inténtalo de nuevo.",
    erased: "Tu conversación y tus datos están borrados.",
    ended: "Chat terminado: en este navegador no queda nada de la conversación.",
    back: "Volver",
    readMore: "Leer más",
    newTab: "(se abre en otra pestaña)",
    wasHelpful: "¿Te ha servido?",
    choices: "Respuestas rápidas",
    suggestions: "Artículos que quizá te sirvan",
    ticket: "Solicitud",
    team: "Equipo",
    dueAt: "Te contestamos como muy tarde",
    moment: (date, time, zone) => `${date} a las ${time} (hora de ${zone})`,
    stages: "Etapas",
    stageDone: "hecha",
    outcomes: "Cómo puede acabar",
    ticketPage: "Tu página privada",
    receipt: "Resguardo",
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
    privacy: "Privacy",
    noticed: "Understood",
    typing: (who) => `${who === true ? "The assistant" : who} is typing…`,
    loading: "Loading the conversation…",
    offline: "No connection. What you write stays here and is sent when it is back.",
    expired: "The earlier conversation has expired. What you write now starts a new one.",
    deleted: "We no longer keep the earlier conversation: it has been deleted. What you write now starts a new one.",
    sending: "Sending…",
    sent: "Sent",
    failed: "Not sent.",
    retry: "Try again",
    attach: "Attach files",
    filesChosen: "Files for this message",
    uploading: "Uploading…",
    fileReady: "attached, ready to send",
    fileFailed: "It could not be uploaded.",
    tooManyFiles: "A message takes ten files: send this one with the next.",
    sendsSoon: "It is sent as soon as the files are up.",
    cancelFile: "Cancel",
    removeFile: "Remove",
    download: "Download",
    downloadFailed: "It could not be downloaded. Try again.",
    discard: "Discard",
    options: "Options",
    transcript: "Download the conversation",
    end: "End the chat",
    endMeans: "This browser will forget the conversation and what you are writing, in all tabs. Your requests go on.",
    erase: "Delete my data",
    eraseMeans:
      "Deleted now, and there is no way back: this conversation, your details and your files. Any backups hold them " +
      "until they expire. Of your requests, which are closed, the number, the team and the dates stay; whoever received " +
      "them is told that you asked to delete them.",
    eraseFailed: "They could not be deleted. Try again.",
    erased: "Your conversation and your details are deleted.",
    ended: "Chat ended: nothing of the conversation is left in this browser.",
    back: "Back",
    readMore: "Read more",
    newTab: "(opens in a new tab)",
    wasHelpful: "Did this help?",
    choices: "Quick replies",
    suggestions: "Articles that may help",
    ticket: "Request",
    team: "Team",
    dueAt: "We answer by",
    moment: (date, time, zone) => `${date} at ${time} (${zone} time)`,
    stages: "Stages",
    stageDone: "done",
    outcomes: "How it can end",
    ticketPage: "Your private page",
    receipt: "Receipt",
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
