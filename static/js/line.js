// The line at the bottom of Skriv: Enter adds, Shift+Enter breaks the line, focus stays, and it follows the item.
{
  const line = () => document.querySelector("form[data-line]");

  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.isComposing) return;
    if (!area.matches("form[data-line] textarea")) return;
    event.preventDefault();
    area.form.requestSubmit();
  });

  // The form says where: its address is moved from item to item while nothing else in it changes.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.matches("form[data-line]")) event.detail.path = event.detail.elt.getAttribute("action");
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (!form.matches?.("form[data-line]") || !event.detail.successful) return;
    form.reset();
    form.querySelector("details").open = false;
    form.elements.text.value = "";
    form.elements.text.focus();
  });

  document.addEventListener("desk:item", (event) => {
    const form = line();
    if (!form) return;
    const { add, place } = event.detail.section.dataset;
    form.setAttribute("action", add);
    form.setAttribute("hx-target", `#${event.detail.top.id}`);
    form.querySelector("[data-number]").textContent = place;
    form.elements.text.placeholder = `Skriv i punkt ${place}`;
  });
}
