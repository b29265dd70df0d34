// An article's HTML as page nodes: built anew from a short list of elements, never inserted as markup.

// Headings become bold lines: the page around the chat has its own outline.
const BUILT_AS = {
  P: "p", BR: "br", HR: "hr", UL: "ul", OL: "ol", LI: "li", BLOCKQUOTE: "blockquote", CODE: "code",
  STRONG: "strong", B: "strong", EM: "em", I: "em", A: "a",
  TABLE: "table", THEAD: "thead", TBODY: "tbody", TR: "tr", TH: "th", TD: "td",
  H1: "h", H2: "h", H3: "h", H4: "h", H5: "h", H6: "h",
};

// Their content is not for reading; of every other element the content stays.
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "EMBED", "SVG", "MATH", "NOSCRIPT", "TEXTAREA", "SELECT", "TITLE", "HEAD"]);

function heading() {
  const line = document.createElement("p");
  const strong = line.appendChild(document.createElement("strong"));
  return [line, strong];
}

function anchor(source, linkTo) {
  const href = linkTo(source.getAttribute("href") ?? "");
  if (!href) return document.createDocumentFragment();
  return Object.assign(document.createElement("a"), { href, target: "_blank", rel: "noopener noreferrer" });
}

/** The node to build for an element, and the one its children go into. */
function builtFor(source, linkTo) {
  const tag = BUILT_AS[source.nodeName.toUpperCase()];
  if (tag === "h") return heading();
  const node =
    tag === "a" ? anchor(source, linkTo) : tag ? document.createElement(tag) : document.createDocumentFragment();
  return [node, node];
}

function copyChildren(source, target, linkTo) {
  for (const child of source.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) target.append(child.data);
    if (child.nodeType !== Node.ELEMENT_NODE || DROPPED.has(child.nodeName.toUpperCase())) continue;
    const [node, inner] = builtFor(child, linkTo);
    copyChildren(child, inner, linkTo);
    target.append(node);
  }
}

/** The HTML as a fragment of plain elements; linkTo(address) → an absolute address, or null for none. */
export function safeFragment(html, linkTo) {
  // A parsed document is inert: nothing in it runs, and nothing is fetched.
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  copyChildren(parsed.body, fragment, linkTo);
  return fragment;
}
