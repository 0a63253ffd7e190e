"""How axe is asked: about the elements of new pieces, and about the page as a whole.

`[pieces, rules]` → what it finds, in words, or null where axe is not yet. `window.elementsOf` says
where each piece stands.
"""

# What axe asks of a page as a whole, however well known its pieces are.
OF_THE_WHOLE = [
    *("bypass", "document-title", "html-has-lang", "html-lang-valid", "meta-viewport"),
    *("page-has-heading-one", "heading-order", "region", "skip-link", "landmark-one-main"),
    *("landmark-unique", "landmark-main-is-top-level", "landmark-banner-is-top-level"),
    *("landmark-contentinfo-is-top-level", "landmark-complementary-is-top-level"),
    *("landmark-no-duplicate-main", "landmark-no-duplicate-banner"),
    "landmark-no-duplicate-contentinfo",
]
JUDGE = """async ([pieces, rules]) => {
  if (!window.axe) return null;
  const ofElements = pieces.filter(one => !one.startsWith("page"));
  const elements = new Set(ofElements.flatMap(one => elementsOf.get(one)));
  const isWithin = one => {
    while ((one = one.parentElement)) if (elements.has(one)) return true;
    return false;
  };
  const include = [...elements].filter(one => !isWithin(one));
  const isWhole = include.some(one => ["html", "body"].includes(one.localName));
  // Without `preload` axe would copy style sheets into the page, which the policy refuses.
  const options = { resultTypes: ["violations"], preload: false };
  const runOnly = { type: "rule", values: rules };
  const asked = [];
  if (isWhole) asked.push([document, options]);
  else {
    if (include.length) asked.push([{ include }, options]);
    if (ofElements.length < pieces.length) asked.push([document, { ...options, runOnly }]);
  }
  const found = new Set();
  for (const [what, how] of asked) {
    for (const { id, help, nodes } of (await axe.run(what, how)).violations) {
      found.add(`${id}: ${help} at ${nodes.map(node => String(node.target[0])).join(", ")}`);
    }
  }
  return [...found];
}"""
