// The admin's fields that search as one types (Select2) get the names that it forgets, so that a
// screen reader says which field it is in.
(() => {
  const FIELDS = "select.admin-autocomplete";
  const labelOf = (field) => document.querySelector(`label[for="${field.id}"]`);

  // Its cross that clears all is no item of the list it stands in; each item has its own cross.
  for (const field of document.querySelectorAll(`${FIELDS}[multiple]`)) {
    field.dataset.allowClear = "false";
  }

  const name = (field) => {
    const label = labelOf(field);
    const box = field.parentElement.querySelector(".select2-selection");
    if (!label || !box) return;
    label.id ||= `${field.id}-label`;
    const shown = box.querySelector(".select2-selection__rendered[id]");
    box.setAttribute("aria-labelledby", shown ? `${label.id} ${shown.id}` : label.id);
    shown?.setAttribute("aria-labelledby", label.id);
    box.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
  };

  const nameAll = () => document.querySelectorAll(FIELDS).forEach(name);
  const $ = window.django?.jQuery;
  if (!$) return;
  $(nameAll);
  document.addEventListener("formset:added", nameAll);
  $(document).on("select2:open", (event) => {
    const label = labelOf(event.target);
    const search = document.querySelector(".select2-dropdown .select2-search__field");
    if (label) search?.setAttribute("aria-labelledby", label.id);
  });
})();
