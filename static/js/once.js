// A form with data-once is sent once, however often its button is pressed.
{
  const free = () => document.querySelectorAll("form[data-once='sent']").forEach((form) => { form.dataset.once = ""; });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-once]");
    if (!form) return;
    if (form.dataset.once === "sent") event.preventDefault();
    else form.dataset.once = "sent";
  });
  document.addEventListener("htmx:afterRequest", free);
  window.addEventListener("pageshow", free); // back in the history
}
