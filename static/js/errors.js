// The error summary takes focus, so that nobody is left at the bottom of a form wondering. Its links lead to the field itself.
{
  const show = () => {
    const summary = document.querySelector("[data-errors]:not([data-errors='seen'])");
    if (!summary) return;
    summary.dataset.errors = "seen";
    summary.focus();
  };
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("htmx:load", show);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-errors] a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });
}
