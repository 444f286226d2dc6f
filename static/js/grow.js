// Text fields grow with their text; browsers that know field-sizing do it alone.
if (!CSS.supports("field-sizing", "content")) {
  const grow = (area) => {
    if (!area.matches("textarea.input, textarea.edit")) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 4}px`;
  };
  const growAll = () => document.querySelectorAll("textarea").forEach(grow);
  document.addEventListener("input", (event) => grow(event.target));
  document.addEventListener("DOMContentLoaded", growAll);
  document.addEventListener("htmx:load", growAll);
}
