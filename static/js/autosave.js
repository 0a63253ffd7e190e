// Saves a form a few seconds after the last change, and says when. The page works without:
// its own buttons save too. What cannot be saved stays on the page, and the reason is said.
// Read aloud is the first time, what went wrong, and that it is right again: not every pause.
(function () {
  "use strict";
  var PAUSE = 3000;
  var form = document.querySelector("form[data-autosave]");
  var status = document.getElementById("saved");
  var spoken = document.getElementById("saved-aloud");
  if (!form || !status || !spoken || !window.fetch) return;

  var timer = null;
  var changed = false;
  var saving = false;
  var stopped = false;
  var leaving = false;
  var isAllWell = false;

  function say(words) {
    status.textContent = words;
  }

  function mark(done) {
    document.querySelectorAll("[data-section]").forEach(function (place) {
      place.textContent = done.indexOf(place.dataset.section) >= 0 ? "Done" : "";
    });
  }

  function saved(words) {
    say(words);
    if (!isAllWell) spoken.textContent = words;
    isAllWell = true;
  }

  function failed(words) {
    changed = true;
    say(words);
    if (spoken.textContent !== words) spoken.textContent = words;
    isAllWell = false;
  }

  function save(keepalive) {
    if (stopped || !changed) return Promise.resolve();
    if (saving) {
      later();
      return Promise.resolve();
    }
    saving = true;
    changed = false;
    clearTimeout(timer);
    say("Saving…");
    return fetch(form.dataset.autosave, {
      method: "POST",
      body: new FormData(form),
      credentials: "same-origin",
      keepalive: Boolean(keepalive),
      headers: { Accept: "application/json" },
    })
      .then(function (response) {
        var type = response.headers.get("Content-Type") || "";
        if (response.redirected || type.indexOf("json") < 0) {
          stopped = true;
          failed(
            "Not saved: you may have been signed out. Select “Save and come back later” and sign in " +
              "again. Your answers will be kept."
          );
          return null;
        }
        return response.json().then(function (answer) {
          if (response.ok) {
            form.elements.opened.value = answer.opened;
            mark(answer.done);
            saved(answer.message);
          } else {
            stopped = true;
            failed(answer.message + " Select “Save and come back later” to see both.");
          }
        });
      })
      .catch(function () {
        if (!leaving) {
          failed("Not saved: no connection. We will keep trying.");
          later();
        }
      })
      .then(function () {
        saving = false;
        if (changed && !stopped) later();
      });
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  function noticed() {
    changed = true;
    if (!stopped) later();
  }

  form.addEventListener("input", noticed);
  form.addEventListener("change", noticed);
  form.addEventListener("submit", function (event) {
    // One save at a time: the button waits for the one on its way, and carries its mark.
    leaving = true;
    clearTimeout(timer);
    if (!saving) {
      stopped = true;
      return;
    }
    event.preventDefault();
    var button = event.submitter;
    var wait = setInterval(function () {
      if (saving) return;
      clearInterval(wait);
      stopped = true;
      form.requestSubmit(button);
    }, 50);
  });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && !leaving) save(true);
  });
})();
