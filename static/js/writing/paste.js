// Several lines pasted into the line or a row: they go in as they are, and a dialog asks once what they are to become. Esc
// and Avbryt leave them where they stand. When they are written as rows, what stood in the field before is put back there.
{
  const dialog = () => document.querySelector("dialog[data-cut]");
  const isField = (element) => element?.matches?.("textarea.edit[name=text], form[data-line] textarea");
  let pasted = null;

  const fill = (area, text) => {
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const ask = (area, before, text) => {
    const place = area.closest("[data-place]") ?? document.querySelector("[data-place].now");
    const ref = area.form.matches("[data-line]") ? "" : (area.dataset.ref ?? "");
    pasted = { area, before, after: area.value };
    const path = place.dataset.add.replace(/stycken\/$/, "dela-upp/");
    htmx.ajax("POST", path, { source: dialog(), target: "#dela-upp-in", swap: "outerHTML", values: { text, after: ref } }).catch(() => {});
  };
  document.addEventListener("htmx:load", (event) => {
    if (event.target.matches("dialog[data-cut] form") && !dialog().open) dialog().showModal();
  });

  document.addEventListener("paste", (event) => {
    const area = event.target;
    if (!isField(area) || area.closest(".round") || !dialog()) return; // what a party says in the round is one row
    const plain = event.clipboardData.getData("text/plain");
    if (clipboard.lines(plain) < 2) return;
    const before = area.value;
    const text = clipboard.marked(event.clipboardData.getData("text/html"), plain);
    setTimeout(() => ask(area, before, text)); // once it has gone in
  });

  document.addEventListener("submit", (event) => {
    if (!event.submitter?.matches("[data-split]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const area = event.target.elements.text;
    if (area.value.trim()) ask(area, "", area.value);
    else area.focus();
  }, true);

  // Before anything is sent the field stands as it did, so that what saves itself meanwhile does not keep the words twice.
  const isWriting = (event) => event.target.closest?.("dialog[data-cut]") && event.target.matches("form");
  document.addEventListener("submit", (event) => {
    if (!isWriting(event) || !pasted?.area.isConnected) return;
    pasted.after = pasted.area.value;
    fill(pasted.area, pasted.before);
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isWriting(event)) return;
    const { status } = event.detail.xhr;
    if (status >= 200 && status < 300) dialog().close();
    else if (pasted?.area.isConnected) fill(pasted.area, pasted.after);
  });

  document.addEventListener("close", (event) => {
    if (event.target !== dialog()) return;
    pasted?.area.isConnected && pasted.area.focus();
    dialog().replaceChildren(Object.assign(document.createElement("div"), { id: "dela-upp-in" }));
    pasted = null;
  }, true);
}
