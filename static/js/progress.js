// Long work shows how far it is without a reload; when it is done, the page comes anew.
// Without this script the page says so and offers a link.
const EVERY = 1500;

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Looks-Only": "1" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-progress]");
    if (!answer.ok || !now) {
      location.reload();
      return;
    }
    document.querySelector("[data-progress]").replaceChildren(...now.childNodes);
  } catch {
    // The line is down for a moment: the next look may reach the portal again.
  }
  setTimeout(look, EVERY);
}

if (document.querySelector("[data-progress]")) {
  setTimeout(look, EVERY);
}
