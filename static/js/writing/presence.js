// “Närvaro just nu”: the hour is the one it is until somebody writes another, and what is pressed belongs to the item that
// is being written in. Without scripts the page's own hour and item are sent, and the server knows one that nobody touched.
{
  const SOON = 5000;
  const form = () => document.querySelector("form[data-presence]");
  const clock = () => new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Stockholm" }).replace(":", ".");

  const tick = () => {
    if (!form() || document.hidden) return;
    const { tid, visad } = form().elements;
    if (tid.value === visad.value) tid.value = visad.value = clock();
    for (const hour of document.querySelectorAll("[data-clock]")) if (hour.textContent !== tid.value) hour.textContent = tid.value;
  };

  document.addEventListener("input", (event) => event.target.matches("[data-now]") && tick());
  document.addEventListener("visibilitychange", tick);
  document.addEventListener("htmx:afterSettle", tick);
  // Another hour was meant for one press.
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form() || !event.detail.successful) return;
    form().elements.tid.value = form().elements.visad.value;
    tick();
  });
  document.addEventListener("desk:item", (event) => {
    const key = event.detail.section.id.replace("punkt-", "");
    for (const item of document.querySelectorAll("form[data-presence] [name=punkt], [data-now-item]")) item.value = key;
  });
  setInterval(tick, SOON);
}
