// Attachments on Skriv: how much of a file is up, a way to stop it, and “Se bilaga 1” where the cursor was.
{
  const upload = (event) => event.target.closest?.("form[data-upload]");
  const show = (form, isOn) => {
    for (const part of form.querySelectorAll("progress, [data-cancel]")) part.hidden = !isOn;
  };

  document.addEventListener("htmx:beforeRequest", (event) => upload(event) && show(upload(event), true));
  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = upload(event)?.querySelector("progress");
    if (bar && event.detail.lengthComputable) bar.value = (100 * event.detail.loaded) / event.detail.total;
  });
  document.addEventListener("htmx:afterRequest", (event) => upload(event) && show(upload(event), false));
  document.addEventListener("click", (event) => {
    const stop = event.target.closest("[data-cancel]");
    if (stop) htmx.trigger(stop.form, "htmx:abort");
  });

  // The words go where somebody last wrote: an open row, or the line.
  let last = null;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea.edit, form[data-line] textarea")) last = event.target;
  });
  document.addEventListener("submit", (event) => {
    const words = event.target.dataset.insert;
    const area = last?.isConnected ? last : document.querySelector("form[data-line] textarea");
    if (!words || !area) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    area.focus();
    const before = area.value.slice(0, area.selectionStart);
    const space = before && !/\s$/.test(before) ? " " : "";
    area.setRangeText(space + words, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }, true);

  document.addEventListener("desk:item", (event) => {
    const place = document.querySelector("#bilagor [name=item]");
    if (place) place.value = event.detail.section.id.replace("punkt-", "");
  });
}
