// One box that ticks all boxes of a name in its form. Without JavaScript it is not shown.
for (const holder of document.querySelectorAll("[data-select-all]")) {
  const all = holder.querySelector("input");
  const boxes = [...all.form.querySelectorAll(`input[name="${holder.dataset.selectAll}"]`)];
  const reflect = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", reflect);
  reflect();
}
