// A lesson read aloud by the device. The button is shown where the browser has an English voice of its
// own: nothing is sent away to be spoken. Without JavaScript or a voice it is not shown.
const holder = document.querySelector("[data-listen]");
const voice = () => {
  const own = speechSynthesis.getVoices().filter((one) => one.localService && /^en\b/.test(one.lang));
  return own.find((one) => /^en[-_]GB/.test(one.lang)) ?? own[0];
};
const start = () => {
  const button = holder.querySelector("button");
  const [listen, stop] = [button.textContent, holder.dataset.listen];
  let isReading = false;
  const end = () => {
    isReading = false;
    button.textContent = listen;
  };
  const read = () => {
    const found = document.querySelectorAll("h1, .app-lesson :is(p, li, h2, img)");
    const lines = [...found].map((one) => (one.alt ?? one.textContent).trim()).filter(Boolean);
    lines.forEach((line, at) => {
      const said = new SpeechSynthesisUtterance(line);
      said.voice = voice();
      said.lang = said.voice.lang;
      said.rate = 0.9;
      said.onerror = end;
      if (at === lines.length - 1) said.onend = end;
      speechSynthesis.speak(said);
    });
    isReading = true;
    button.textContent = stop;
  };
  button.addEventListener("click", () => {
    speechSynthesis.cancel();
    if (isReading) end();
    else read();
  });
  // Browsers go on speaking on the next page.
  addEventListener("pagehide", () => speechSynthesis.cancel());
  holder.hidden = false;
};
if (holder && "speechSynthesis" in window) {
  const whenHeard = () => {
    if (!holder.hidden || !voice()) return;
    start();
  };
  speechSynthesis.addEventListener("voiceschanged", whenHeard);
  whenHeard();
}
