// A text field with data-save="address" saves itself 0.8 s after typing stops and when it is left. Only an answer that
// names this row and this very save counts as saved. What may have been stored (the answer was lost) is sent again as it
// was, under the same id, before anything newer.
const autosave = (() => {
  const PAUSE = 800;
  const FIELD = "textarea[data-save]";
  const timers = new WeakMap();
  const running = new WeakMap();
  const queued = new WeakSet();
  const fields = () => [...document.querySelectorAll(FIELD)];
  const isDirty = (area) => area.value !== (area.stored ?? area.defaultValue);
  const isUnsaved = (area) => isDirty(area) || Boolean(area.sent);
  const unsaved = () => fields().filter(isUnsaved);

  // In the browser's store until the server has confirmed that very text.
  const remember = (area) => {
    const { ref, save } = area.dataset;
    const base = area.form.elements.base.value;
    if (isUnsaved(area)) store.write("text", ref, { text: area.value, base, sent: area.sent, path: save });
    else store.drop("text", ref);
  };

  const mark = (area, isFailed) => {
    const old = area.parentElement.querySelector("[data-unsaved]");
    if (isFailed && !old) area.after(document.getElementById("inte-sparat").content.cloneNode(true));
    else if (!isFailed) old?.remove();
  };

  const stored = (area, told) => {
    area.stored = area.sent.text;
    area.sent = null;
    area.form.elements.base.value = told.version;
    mark(area, false);
    remember(area);
    contact.isBack();
    document.dispatchEvent(new CustomEvent("row:stored", { detail: told }));
    if (isDirty(area)) wait(area); // typed while this was on its way
    else saving.done(area.dataset.ref, told.at);
  };

  // The words of the server's no. The same text is not sent again: it waits for another keystroke.
  const refused = (area, error) => {
    area.refused = area.sent.text;
    area.sent = null;
    mark(area, true);
    saving.failed(area.dataset.ref, `Inte sparat. ${error}`);
  };

  // All that waits is sent when the server is back, also what was typed meanwhile.
  const later = (area) => {
    mark(area, true);
    saving.failed(area.dataset.ref);
    if (queued.has(area)) return;
    queued.add(area);
    contact.again().then(() => {
      queued.delete(area);
      save(area);
    });
  };

  const send = async (area, keepalive) => {
    const { ref, save: path } = area.dataset;
    area.sent ??= { save_id: store.newId(), text: area.value, base: area.form.elements.base.value };
    remember(area);
    const { outcome, told, html } = await saves.send(ref, path, area.sent, keepalive);
    if (outcome === "stored") stored(area, told);
    else if (outcome === "conflict") conflict.show(area.closest("[data-row]") ?? area.form, ref, html, area.value);
    else if (outcome === "refused") refused(area, told.error);
    else later(area);
  };

  const save = async (area, { keepalive = false } = {}) => {
    clearTimeout(timers.get(area));
    if (!keepalive) await running.get(area);
    if (!area.isConnected || !isUnsaved(area) || area.value === area.refused) return;
    if (contact.isDown) return later(area);
    if (running.has(area) && !keepalive) return;
    saving.busy();
    const sending = send(area, keepalive).finally(() => running.delete(area));
    running.set(area, sending);
    await sending;
  };

  const wait = (area) => {
    clearTimeout(timers.get(area));
    timers.set(area, setTimeout(() => save(area), PAUSE));
  };

  // Everything stored? The promise says whether nothing is left that only this page knows.
  const flush = async (areas = fields()) => {
    await Promise.all(areas.map((area) => save(area)));
    await Promise.all(areas.map((area) => save(area))); // what was typed while an older text was on its way
    return !areas.some(isUnsaved) && !document.querySelector("[data-mine]");
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches(FIELD)) return;
    event.target.refused = undefined;
    wait(event.target);
  });
  document.addEventListener("focusout", (event) => event.target.matches(FIELD) && save(event.target));
  document.addEventListener("desk:item", () => unsaved().forEach((area) => save(area)));
  window.addEventListener("pagehide", () => unsaved().forEach((area) => save(area, { keepalive: true })));
  window.addEventListener("beforeunload", (event) => { if (!session.isOver && unsaved().length) event.preventDefault(); });

  return { fields, isDirty, isUnsaved, unsaved, remember, save, flush };
})();
