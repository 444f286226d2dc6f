// Ta ställning: another answer never takes away a form with words in it that are not saved.
document.addEventListener("htmx:confirm", (event) => {
  const { elt, target } = event.detail;
  if (target?.id !== "stallning") return;
  const isTyped = (field) => field.matches("textarea") && field.value !== field.defaultValue;
  const forms = [...target.querySelectorAll("form")].filter((form) => !form.contains(elt));
  const typed = forms.flatMap((form) => [...form.elements]).find(isTyped);
  if (!typed) return;
  event.preventDefault();
  typed.form.querySelector("[data-first]").hidden = false;
  typed.focus();
});
