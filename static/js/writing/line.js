// The line at the bottom of Skriv. Enter adds, Shift+Enter breaks the line. The line is free for the next words at once:
// sending is the outbox's, and what the words become is the server's to say (preview.js).
{
  const line = () => document.querySelector("form[data-line]");
  const ASKS = /^\s*f\.\s/i; // typed faster than the server could say so

  const setKind = (form, kind) => {
    form.elements.kind.value = kind;
    form.querySelector("[data-pick]").value = kind;
  };

  // A line that came back refused carries its choices as its defaults: the next row is not to have them.
  const free = (form, kind) => {
    if (form.querySelector("[data-errors]")) {
      for (const one of form.querySelectorAll("[data-errors], .err")) one.remove();
      for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
      for (const option of form.querySelectorAll("option")) option.defaultSelected = false;
      for (const box of form.querySelectorAll("[type=checkbox]")) box.defaultChecked = false;
      for (const field of form.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox])")) field.defaultValue = "";
    }
    form.reset();
    setKind(form, kind);
    form.elements.text.value = "";
    form.querySelector("details.sn-more").open = false;
    form.elements.text.focus({ preventScroll: true });
    form.dispatchEvent(new Event("line:taken", { bubbles: true }));
  };

  const take = (form) => {
    const row = { data: new FormData(form), path: form.getAttribute("action"), target: form.dataset.target };
    // Ticks that belong to the item before: the server asks anew.
    if (form.querySelector("#svarar-pa")?.dataset.of !== row.path) row.data.delete("answers");
    const isQuestion = row.data.get("kind") === "question" || ASKS.test(row.data.get("text"));
    free(form, isQuestion ? "answer" : "note");
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

  document.addEventListener("line:free", () => free(line(), "note"));

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
