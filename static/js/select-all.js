// One box that ticks all boxes of a name in its form, and says how many are ticked.
// Without JavaScript neither is shown.
for (const holder of document.querySelectorAll("[data-select-all]")) {
  const all = holder.querySelector("input");
  const name = holder.dataset.selectAll;
  const boxes = [...all.form.querySelectorAll(`input[name="${name}"]`)];
  const said = all.form.querySelector(`[data-selected="${name}"]`);
  const reflect = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    if (said) said.textContent = ticked ? `${ticked} selected` : "";
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    reflect();
  });
  for (const box of boxes) box.addEventListener("change", reflect);
  reflect();
}
