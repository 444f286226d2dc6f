// Dela splits the row where its cursor stands. Places are counted in signs as the server counts them, not in the browser's
// halves of an emoji.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-divide]");
  if (!button) return;
  const area = button.form.elements.text;
  button.form.elements.vid.value = [...area.value.slice(0, area.selectionStart)].length || "";
}, true);
