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
    if (event.key === "F2" && !event.shiftKey && line()) {
      event.preventDefault();
      line().focus({ preventScroll: true });
    } else if (event.key === "Enter" && event.ctrlKey && form) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape" && event.target.matches("textarea.edit") && line()) line().focus();
  });

  // What was opened has the cursor, last in its text, before the next key is pressed.
  const met = new WeakSet();
  const meet = () => {
    const opened = document.querySelector("form[data-editing], form[data-opened]");
    if (!opened || met.has(opened)) return opened;
    met.add(opened);
    if (opened.querySelector("[data-errors]")) return opened; // what went wrong has the focus
    const first = opened.querySelector("textarea.edit") ?? opened.querySelector("select, textarea, input:not([type='hidden'])");
    first.focus();
    if (first.matches("textarea")) first.setSelectionRange(first.value.length, first.value.length);
    return opened;
  };
  document.addEventListener("htmx:afterSwap", meet);

  // What is closed is much lower than it was open: the row, or the item's heading, must not slip out of sight.
  const OPEN = "form[data-editing], form[data-opened]";
  const placeOf = (element) => element?.closest("[data-place]")?.id;
  let closing = null;
  document.addEventListener("htmx:beforeSwap", () => {
    const form = document.querySelector(OPEN);
    const above = form?.previousElementSibling?.querySelector("[id^='stycke-']"); // what it may be joined with
    closing = form && { ids: [form.id, above?.id], place: placeOf(form) };
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (!closing || document.querySelector(OPEN)) return;
    const { ids, place } = closing;
    const rows = ids.map((id) => id && document.getElementById(id)).filter((row) => row && placeOf(row) === place);
    (rows[0] ?? document.querySelector(`#${place} > header`))?.scrollIntoView({ block: "nearest" });
    closing = null;
  });

  // When it is closed, focus goes on to the line or the item.
  document.addEventListener("htmx:afterSettle", () => {
    if (meet() || document.activeElement !== document.body || !line()) return;
    if (isTyping()) line().focus({ preventScroll: true });
    else document.querySelector("[data-place].now")?.focus({ preventScroll: true });
  });
}
