// Says in the last quarter of an hour that the person will be signed out, and lets them stay.
// Another tab may have given them more time, so the portal is asked before anything is said.
const WARN_BEFORE = 15 * 60;
const box = document.querySelector("[data-signed-in]");

if (box) {
  const when = box.querySelector("[data-when]");
  const why = box.querySelector("[data-why]");
  const stay = box.querySelector("[data-stay]");
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  let timer = null;

  const ask = async (method) => {
    const headers = { Accept: "application/json", "X-Looks-Only": "1" };
    if (method === "POST") headers["X-CSRFToken"] = token.value;
    const answer = await fetch(box.dataset.signedIn, { method, headers });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  const clock = (seconds) =>
    new Date(Date.now() + seconds * 1000)
      .toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: "Europe/London" })
      .replace(" ", "");

  const later = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(1, seconds) * 1000);
  };

  const show = ({ seconds, can_be_renewed: renewable }) => {
    if (seconds <= 0) {
      box.hidden = false;
      stay.hidden = true;
      box.querySelector("strong").textContent = "You have been signed out.";
      why.textContent =
        "Press the button of your form as usual: you sign in again, and what you typed comes back.";
      return;
    }
    if (seconds > WARN_BEFORE) {
      box.hidden = true;
      later(seconds - WARN_BEFORE);
      return;
    }
    when.textContent = clock(seconds);
    why.textContent = renewable
      ? "We sign people out who have not used the portal for a while."
      : "You signed in 12 hours ago. Send what you are writing, then sign in again.";
    stay.hidden = !(renewable && token);
    box.hidden = false;
    later(Math.min(seconds, 60));
  };

  const look = async () => {
    try {
      show(await ask("GET"));
    } catch {
      later(30);
    }
  };

  stay.addEventListener("click", async () => {
    try {
      show(await ask("POST"));
    } catch {
      why.textContent = "That did not work. Open any page in another tab to stay signed in.";
    }
  });

  show({ seconds: Number(box.dataset.seconds), can_be_renewed: box.dataset.renewable === "yes" });
}
