// Ctrl+Z presses Ångra in the bar and Ctrl+Y (or Ctrl+Shift+Z) Gör om, where the browser itself has nothing to undo: outside
// text fields, and in a field that is empty. The bar shows what would be undone, so nobody needs the key.
document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return;
  const field = event.target.closest("textarea, input:not([type='radio'], [type='checkbox']), [contenteditable]");
  if (field?.value) return;
  const button = document.querySelector(key === "y" || event.shiftKey ? "#angra [data-redo]" : "#angra [data-undo]");
  if (!button) return;
  event.preventDefault();
  button.click();
});

// A text that saved itself is the last thing done, until the next answer says otherwise.
document.addEventListener("row:stored", (event) => {
  const button = document.querySelector("#angra [data-undo]");
  document.querySelector("#angra [data-redo]")?.form.remove();
  if (!button) return;
  button.form.elements.save_id.value = event.detail.save_id;
  button.querySelector(".what").textContent = ": texten ändrad";
});
