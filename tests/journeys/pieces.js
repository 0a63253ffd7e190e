// What a page is made of, told apart as a browser and axe would tell it apart.
//
// Hundreds of pages are made of the same few hundred pieces. A piece is an element with what leads
// to it (its landmark and two steps): tags, classes, the names of attributes and the values that
// carry a meaning; whether it is empty, has a label, leads nowhere or scrolls; which heading follows
// which; and the landmarks of the page, in their order. A label taken away or a picture without
// words is a new piece.
//
// Where each stands is kept in `window.elementsOf`; what belongs to a page as a whole begins with
// `page`.
//
// Where its links lead is told apart: `nowhere` are parts of the page that it does not have, `leads`
// addresses of the portal. So is what scripts and the policy take hold of: `hooks`. One that starts with `!` is of
// this page alone, every time.
(root) => {
  // Attributes whose very value decides: of the others only the presence, and whether it is empty.
  const TELLING = new Set([
    ...["type", "role", "lang", "scope", "tabindex", "autocomplete", "target", "rel", "http-equiv"],
    ...["aria-hidden", "aria-live", "aria-expanded", "aria-pressed", "aria-current", "aria-sort"],
  ]);
  // Where something is sent, how long it may be, where a line is drawn: nothing that is judged.
  const SILENT = new Set([
    ...["class", "name", "id", "for", "action", "method", "formaction", "enctype", "novalidate"],
    ...["maxlength", "minlength", "size", "cols", "rows", "min", "max", "step", "inputmode", "accept"],
    ...["pattern", "spellcheck", "required", "checked", "selected", "multiple", "draggable", "d"],
    ...["width", "height", "x", "y", "cx", "cy", "r", "x1", "x2", "y1", "y2", "points", "viewbox"],
    ...["transform", "text-anchor", "datetime", "style", "href", "src", "value"],
  ]);
  // Classes named after what stands in it; of a list of the admin, after its app.
  const BY_NAME = /^(field|column|model)-(?!row|box).*/;
  const BY_APP = /^app-.*/;
  const REFERENCES = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"];
  const NEEDS_NO_LABEL = new Set(["hidden", "submit", "button", "reset", "image"]);
  const NEEDS_WORDS = /^(a|button|label|legend|summary|caption|th|h[1-6])$/;
  const LEADING = new Set(["a", "area", "form", "button", "input"]);
  const LANDMARKS = "header, nav, main, aside, footer, dialog";
  const BLOCK = /^(form|div|p|ul|ol|dl|table|fieldset|section|h[1-6])$/;
  const ONLY_WORDS = "span, button, label, p";
  const SAID_BY_ITSELF = "img, svg, input, select, textarea, canvas, iframe";

  const found = new Map(), hooks = new Set(), twice = new Set(), ids = new Set();
  const nowhere = new Set(), leads = new Set(), misplaced = new Set();
  const steps = new Map(), seen = [];
  const add = (piece, ...elements) => found.set(piece, [...(found.get(piece) ?? []), ...elements]);
  const words = (element) => element.textContent.trim();
  const listed = (value) => (value || "").split(/\s+/).filter(Boolean);

  function step(element) {
    if (steps.has(element)) return steps.get(element);
    const told = [element.localName];
    for (const one of [...element.classList].sort()) {
      const isApp = element.classList.contains("module") && BY_APP.test(one);
      told.push(isApp ? ".app-…" : `.${one.replace(BY_NAME, "$1-…")}`);
    }
    for (const { name, value } of element.attributes) {
      const low = name.toLowerCase();
      if (SILENT.has(low) || low.startsWith("data-") || low.startsWith("on")) continue;
      told.push(`${low}=${TELLING.has(low) ? value : value ? "…" : ""}`);
    }
    steps.set(element, told.join(" "));
    return steps.get(element);
  }

  // A script of the page itself, or a style, is refused by the policy: seen when it is opened.
  function hook(element) {
    const name = element.localName;
    for (const { name: attribute, value } of element.attributes) {
      if (attribute === "data-module") hooks.add(`${attribute}=${value}`);
      else if (attribute.startsWith("data-")) hooks.add(attribute);
      else if (attribute === "style" || attribute.startsWith("on")) hooks.add(`!${attribute}=${value}`);
    }
    if (name === "script") {
      const source = element.getAttribute("src");
      const isData = element.type.includes("json");
      hooks.add(source ? `script ${source}` : isData ? "script of data" : "!script");
    } else if (["style", "iframe", "object", "embed"].includes(name)) hooks.add(`!${name}`);
  }

  function label(element) {
    const kind = element.getAttribute("type") || element.localName;
    if (!["input", "select", "textarea"].includes(element.localName)) return;
    if (NEEDS_NO_LABEL.has(kind) || element.closest("label")) return;
    if (["aria-label", "aria-labelledby", "title"].some((one) => element.hasAttribute(one))) return;
    const id = element.id && CSS.escape(element.id);
    if (!id || !root.querySelector(`label[for="${id}"]`)) add(`${kind} without a label`, element);
  }

  function references(element) {
    for (const name of REFERENCES) {
      for (const id of listed(element.getAttribute(name))) {
        if (!root.getElementById(id)) add(`${name} leads nowhere: ${id}`, element);
      }
    }
    const href = element.getAttribute("href") || "";
    if (element.localName === "a" && /^#./.test(href) && !root.getElementById(href.slice(1))) {
      nowhere.add(href);
    }
    for (const name of ["href", "action", "formaction"]) {
      const there = element.getAttribute(name) || "";
      if (LEADING.has(element.localName) && /^\/(?!\/)/.test(there)) {
        leads.add(there.replace(/[?#].*/s, ""));
      }
    }
  }

  let heading = "none";
  for (const element of root.querySelectorAll("*")) {
    hook(element);
    const { localName: tag, id, parentElement: parent } = element;
    if (id) (ids.has(id) ? twice : ids).add(id);
    // What is drawn is one piece, with the words in it.
    const isLine = element.parentElement?.closest("svg") && !/^(text|a|title)$/.test(tag);
    if (isLine || !element.closest("body") || tag === "body") continue;
    const way = [element];
    while (way[0].parentElement.localName !== "body" && way.length < 3) {
      way.unshift(way[0].parentElement);
    }
    const landmark = parent.closest(LANDMARKS);
    const told = [...(landmark && !way.includes(landmark) ? [landmark] : []), ...way].map(step);
    const piece = told.join(" > ");
    add(piece, element);
    if (NEEDS_WORDS.test(tag) && !words(element) && !element.querySelector(SAID_BY_ITSELF)) {
      add(`${piece}: empty`, element);
    }
    // What a library's script draws is the library's.
    const isOurs = !parent.closest(".select2-container");
    if (BLOCK.test(tag) && parent.matches(ONLY_WORDS) && isOurs) misplaced.add(`${step(parent)} > ${tag}`);
    if (/^h[1-6]$/.test(tag)) {
      add(`page with ${tag} after ${heading}`);
      heading = tag;
    }
    label(element);
    references(element);
    seen.push([element, piece]);
  }
  // What scrolls is known where it is drawn: at once, or when what was read has been shown.
  window.scrolling = () => {
    const isScrolling = ([element]) =>
      element.scrollWidth > element.clientWidth && element.clientWidth > 0
      && /auto|scroll/.test(getComputedStyle(element).overflowX);
    const those = seen.filter(isScrolling);
    for (const [element, piece] of those) add(`${piece}: scrolls`, element);
    return [...new Set(those.map(([, piece]) => `${piece}: scrolls`))].join("\n");
  };
  if (root === document) scrolling();

  // What belongs to a page as a whole: what is there, what is there twice, and which share a name.
  const named = new Map(), there = new Map();
  for (const one of root.querySelectorAll("header, nav, main, aside, footer, h1, [role]")) {
    const by = root.getElementById(listed(one.getAttribute("aria-labelledby"))[0]);
    const name = step(one) + (one.getAttribute("aria-label") ?? (by ? words(by) : ""));
    if (!named.has(name)) named.set(name, named.size);
    const part = one.localName === "h1" ? "h1" : `${step(one)} #${named.get(name)}`;
    there.set(part, there.has(part) ? " twice" : "");
  }
  const viewport = root.querySelector("meta[name=viewport]")?.content;
  const frame = [...there].map(([part, often]) => part + often).join(", ");
  add(`page in ${root.documentElement.lang || "no language"}`);
  add(`page: ${root.title.trim() ? "titled" : "no title"}, ${viewport}, ${frame}`);
  // On the pages of the admin, most of which is Django's: what a table, a head or a navigation is
  // called, and an answer that a required list of choices cannot begin with.
  const nameless = new Set();
  for (const part of root.querySelectorAll("section")) {
    const isSaid = part.hasAttribute("aria-label") || part.querySelector("h1, h2, h3, h4, h5, h6");
    if (!isSaid) nameless.add(`${step(part)} without a heading`);
  }
  if (root.body.hasAttribute("data-admin-utc-offset")) {
    const isNamed = (one) => ["aria-label", "aria-labelledby"].some((name) => one.hasAttribute(name));
    for (const table of root.querySelectorAll("main table:not(.calendar)")) {
      if (!table.caption) nameless.add(`${step(table)} without a caption`);
      for (const head of table.querySelectorAll("th")) {
        if (!head.scope) nameless.add(`${step(head)} without a scope`);
      }
    }
    for (const nav of root.querySelectorAll("nav")) {
      if (!isNamed(nav)) nameless.add(`${step(nav)} without a name`);
    }
    for (const list of root.querySelectorAll("select[required]:not([multiple])")) {
      if (list.options[0]?.value !== "") nameless.add(`${list.name} without “nothing selected”`);
    }
    for (const option of root.querySelectorAll("main option")) {
      if (!words(option) && !option.label) nameless.add(`an option without words`);
    }
  }
  window.elementsOf = found;
  const told = { nameless: [...nameless], twice: [...twice], nowhere: [...nowhere], leads: [...leads], width: innerWidth };
  told.misplaced = [...misplaced];
  return { found: [...found.keys()].join("\n"), hooks: [...hooks].join("\n"), ...told };
}
