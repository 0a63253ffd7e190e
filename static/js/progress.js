// Long work shows how far it is without a reload; when it is done, the page comes anew and the focus
// goes to what it is about. Without this script the page says so and offers a link.
const EVERY = 1500;
// Read aloud less often than it is shown, or nobody could listen to anything else.
const ALOUD_EVERY = 15000;
const ENDED = `ended ${location.pathname}`;
let saidAt = Date.now();

function sayAloud(words) {
  const spoken = document.querySelector("[data-progress-aloud]");
  if (!spoken || Date.now() - saidAt < ALOUD_EVERY || spoken.textContent === words) return;
  spoken.textContent = words;
  saidAt = Date.now();
}

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Looks-Only": "1" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-progress]");
    if (!answer.ok || !now) {
      sessionStorage.setItem(ENDED, "yes");
      location.reload();
      return;
    }
    const shown = document.querySelector("[data-progress]");
    shown.replaceChildren(...now.childNodes);
    sayAloud(shown.textContent.replace(/\s+/g, " ").trim());
  } catch {
    // The line is down for a moment: the next look may reach the portal again.
  }
  setTimeout(look, EVERY);
}

if (document.querySelector("[data-progress]")) {
  setTimeout(look, EVERY);
} else if (sessionStorage.getItem(ENDED)) {
  sessionStorage.removeItem(ENDED);
  const about = document.querySelector("main [role=alert], main h1");
  about.tabIndex = -1;
  about.focus();
}
