// The line at the bottom of Skriv. Enter adds, Shift+Enter breaks the line. The line is free for the next words at once:
// sending is the outbox's.
{
  const line = () => document.querySelector("form[data-line]");

  const take = (form) => {
    const row = { data: new FormData(form), path: form.getAttribute("action"), target: form.dataset.target };
    form.reset();
    form.elements.kind.value = row.data.get("kind") === "question" ? "answer" : "note";
    form.querySelector("[data-pick]").value = form.elements.kind.value;
    form.elements.text.value = "";
    form.querySelector("details").open = false;
    form.elements.text.focus({ preventScroll: true });
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
    const pick = form.querySelector("[data-pick]");
    if (event.target === pick) form.elements.kind.value = pick.value;
    else if (event.target.name === "kind") pick.value = event.target.value;
  });

  // An answer is to questions or to none of them: choosing the one undoes the other.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("form[data-line] [name=answers]") || !event.target.checked) return;
    const isNone = (box) => Boolean(box.closest("[data-none]"));
    for (const box of line().querySelectorAll("[name=answers]")) if (isNone(box) !== isNone(event.target)) box.checked = false;
  });

  document.addEventListener("desk:item", (event) => {
    const form = line();
    if (!form) return;
    for (const box of form.querySelectorAll("[name=answers]")) box.checked = false; // those of the new item are on their way
    const { add, place } = event.detail.section.dataset;
    form.setAttribute("action", add);
    form.dataset.target = `#${event.detail.top.id}`;
    form.querySelector("[data-number]").textContent = place;
    form.elements.text.placeholder = `Skriv i punkt ${place}`;
  });
}
