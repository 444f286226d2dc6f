// The line at the bottom of Skriv. Enter adds, Shift+Enter breaks the line. The line is free for the next words at once:
// sending is the outbox's, and what the words become is the server's to say (preview.js).
{
  const line = () => document.querySelector("form[data-line]");
  const ASKS = /^\s*f\.\s/i; // typed faster than the server could say so

  const setKind = (form, kind) => {
    form.elements.kind.value = kind;
    form.querySelector("[data-pick]").value = kind;
  };

  const take = (form) => {
    const row = { data: new FormData(form), path: form.getAttribute("action"), target: form.dataset.target };
    // Ticks that belong to the item before: the server asks anew.
    if (form.querySelector("#svarar-pa")?.dataset.of !== row.path) row.data.delete("answers");
    const isQuestion = row.data.get("kind") === "question" || ASKS.test(row.data.get("text"));
    form.reset();
    setKind(form, isQuestion ? "answer" : "note");
    form.elements.text.value = "";
    form.querySelector("details.sn-more").open = false;
    form.elements.text.focus({ preventScroll: true });
    form.dispatchEvent(new Event("line:taken", { bubbles: true }));
    return row;
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-line]")) return;
    event.preventDefault();
    if (!event.target.elements.text.value.trim()) return event.target.elements.text.focus();
    outbox.add(take(event.target));
  });

  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.isComposing) return;
    if (!area.matches("form[data-line] textarea")) return;
    event.preventDefault();
    area.form.requestSubmit();
  });

  window.addEventListener("beforeunload", (event) => {
    if (line()?.elements.text.value.trim()) event.preventDefault();
  });

  // The list of kinds on a phone and the buttons say the same.
  document.addEventListener("change", (event) => {
    const form = line();
    if (!form?.contains(event.target)) return;
    if (event.target.matches("[data-pick], [name=kind]")) setKind(form, event.target.value);
  });

  document.addEventListener("desk:item", (event) => {
    const form = line();
    if (!form) return;
    const { add, place } = event.detail.section.dataset;
    form.setAttribute("action", add);
    form.dataset.target = `#${event.detail.top.id}`;
    form.querySelector("[data-number]").textContent = place;
    form.elements.text.placeholder = `Skriv i punkt ${place}`;
  });
}
