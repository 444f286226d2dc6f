// Rows of Skriv: a click on the text opens it, Ctrl+Enter stores and closes, Esc and F2 lead back to the line.
{
  const line = () => document.querySelector("form[data-line] textarea");
  const isTyping = () => matchMedia("(pointer: fine)").matches;

  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || event.target.closest("a, button, label, input, select, textarea, summary")) return;
    if (event.target.closest(".tx") && getSelection().isCollapsed) row.querySelector("a[data-open]")?.click();
  });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("form[data-editing]");
    if (event.key === "F2" && line()) {
      event.preventDefault();
      line().focus();
    } else if (event.key === "Enter" && event.ctrlKey && form) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape" && event.target.matches("textarea.edit") && line()) line().focus();
  });

  // An opened row has its cursor last in the text; when a row is closed, focus goes on to the line or the item.
  document.addEventListener("htmx:afterSettle", () => {
    const area = document.querySelector("form[data-editing] textarea.edit");
    if (area && document.activeElement === document.body) area.focus();
    if (area && document.activeElement === area) area.setSelectionRange(area.value.length, area.value.length);
    if (document.activeElement !== document.body || !line()) return;
    const first = document.querySelector("[data-opened] :is(select, textarea, input:not([type='hidden']))");
    if (first) first.focus();
    else if (isTyping()) line().focus({ preventScroll: true });
    else document.querySelector("[data-place].now")?.focus({ preventScroll: true });
  });
}
