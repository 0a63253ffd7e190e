// Builds what the pages load into .build/static: a style sheet, what the workspace
// adds, the admin's colours, the scripts and the font. Nothing third-party is committed, and a
// visitor's browser is never sent to anybody else's server.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const out = join(root, ".build", "static");

for (const folder of ["css", "js", "fonts"]) {
  rmSync(join(out, folder), { recursive: true, force: true });
  mkdirSync(join(out, folder), { recursive: true });
}

// Parts of components of which we use the rest: a first visit pays for every byte.
const UNUSED = [
  ".govuk-summary-card",
  ".govuk-service-navigation--inverse",
  ".govuk-footer__copyright-logo",
  ".govuk-footer__licence-logo",
  ".govuk-footer__section-break",
  ".govuk-footer__heading",
  ".govuk-footer__navigation",
  ".govuk-panel--interruption",
  ".govuk-pagination__link-title--decorated",
  ".govuk-breadcrumbs--inverse",
  ".govuk-back-link--inverse",
  ".govuk-link--muted",
  ".govuk-link-image",
  ".govuk-main-wrapper--auto-spacing",
];
const isUnused = (selector) => UNUSED.some((one) => selector.includes(one));
const lean = (css) =>
  css
    .replace(/([^{}]+)\{[^{}]*\}/g, (rule, selectors) =>
      selectors.split(",").every(isUnused) ? "" : rule,
    )
    .replace(/@media[^{}]+\{\}/g, "");

for (const sheet of ["portal", "workspace", "admin", "report"]) {
  const { css } = sass.compile(join(root, "static", "scss", `${sheet}.scss`), {
    style: "compressed",
    loadPaths: [modules],
    quietDeps: true,
  });
  writeFileSync(join(out, "css", `${sheet}.css`), lean(css));
}

// Two weights, and of each the letters of western and then of central Europe:
// the browser fetches the second file only for a page that needs it.
for (const subset of ["latin", "latin-ext"]) {
  for (const weight of [400, 700]) {
    const name = `atkinson-hyperlegible-next-${subset}-${weight}-normal.woff2`;
    copyFileSync(
      join(modules, "@fontsource", "atkinson-hyperlegible-next", "files", name),
      join(out, "fonts", name),
    );
  }
}

// GOV.UK Frontend and the line that starts it in one file: an inline script
// would break the Content-Security-Policy, and a second request is a second wait.
const govuk = readFileSync(
  join(modules, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"),
  "utf8",
);
const ending = /export\s*\{[^}]*\binitAll\b[^}]*\};?\s*(\/\/# sourceMappingURL=.*)?\s*$/;
if (!ending.test(govuk)) {
  throw new Error("govuk-frontend.min.js no longer exports initAll: see scripts/build.mjs");
}
writeFileSync(join(out, "js", "govuk.js"), govuk.replace(ending, "initAll();\n"));
