// The speed test: 10 MB from this server at most, for 10 seconds at most. What it finds goes into
// the form beside it, and nowhere else. Without JavaScript it is not shown.
const SECONDS = 10;
const holder = document.querySelector("[data-speed-test]");
const button = holder.querySelector("button");
const said = holder.querySelector("[role=status]");
const field = (name) => document.querySelector(`input[name="${name}"]`);

async function measure() {
  const answer = await fetch(holder.dataset.speedTest, { cache: "no-store" });
  if (!answer.ok) return null;
  const reader = answer.body.getReader();
  // From the first bytes on: looking the server up is no speed.
  let { done } = await reader.read();
  const start = performance.now();
  let bytes = 0;
  let seconds = 0;
  while (!done && seconds < SECONDS) {
    const piece = await reader.read();
    done = piece.done;
    bytes += done ? 0 : piece.value.length;
    seconds = (performance.now() - start) / 1000;
  }
  await reader.cancel();
  return bytes && seconds ? (bytes * 8) / 1e6 / seconds : null;
}

button.addEventListener("click", async () => {
  button.disabled = true;
  said.textContent = "Testing. This takes up to 10 seconds.";
  try {
    const mbps = await measure();
    if (mbps === null) {
      said.textContent = "The test is busy. Wait a minute, then try again.";
    } else {
      const words = mbps.toFixed(1);
      const isLimit = mbps >= Number(holder.dataset.limit);
      field("measured_mbps").value = words;
      said.textContent = isLimit
        ? `Your connection can download at least ${words} Mbit/s. Our website could not send any faster.`
        : `Your connection can download at least ${words} Mbit/s.`;
    }
  } catch {
    said.textContent = "The test did not work. You can send your answers without it.";
  }
  button.disabled = false;
});
