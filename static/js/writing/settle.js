// A button acts on what is typed: it is stored first. A form's own answer closes it, if nothing was typed meanwhile.
{
  const FIELD = "textarea[data-save]";
  const ownForm = (element) => element?.closest?.("form[data-editing], form[data-opened], [data-conflict]");
  const fieldOf = (form) => form?.querySelector(FIELD);
  const others = (form) => autosave.unsaved().filter((area) => area.form !== form);

  // A request that carries the words itself goes on also when they could not be stored; to leave them unsaved does not.
  document.addEventListener("htmx:confirm", (event) => {
    const { elt, verb, issueRequest } = event.detail;
    const own = fieldOf(ownForm(elt));
    const areas = verb === "get" ? [own].filter(Boolean) : autosave.fields();
    if (!areas.some(autosave.isUnsaved)) return;
    event.preventDefault();
    autosave.flush(areas).then((isStored) => elt.isConnected && (isStored || verb !== "get") && issueRequest(true));
  });

  // A page that is left: everything is stored first, or the writer is shown what is not.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.hasAttribute("hx-post") || event.submitter?.hasAttribute("hx-post")) return;
    if (others(form).length || !outbox.isEmpty) {
      event.preventDefault();
      await session.settle(form);
      const left = others(form);
      if (!left.length && outbox.isEmpty) return form.requestSubmit(event.submitter);
      const notice = document.getElementById("utan-kontakt");
      (notice.hidden ? left[0] ?? notice : notice).focus();
    } else for (const area of form.querySelectorAll(FIELD)) area.stored = area.value; // the words go along
  });
  session.settle = (form) => Promise.all([autosave.flush(others(form)), outbox.settled()]);

  // What the answer to a form's own request leaves behind: `sent` is the text that it carried, if any.
  const answered = (area, sent, status) => {
    const { base, save_id: id } = area.form.elements;
    if (sent !== null && (status === 422 || area.value !== sent)) area.sent = { text: sent, base: base.value, save_id: id.value };
    if (sent !== null && status < 300 && area.value === sent) {
      area.stored = sent;
      area.sent = null;
      saving.done(area.dataset.ref);
    }
    autosave.remember(area);
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig, shouldSwap } = event.detail;
    if (xhr.status === 409 && /data-(conflict|clash)/.test(xhr.responseText)) Object.assign(event.detail, { shouldSwap: true, isError: false });
    const form = ownForm(requestConfig.elt);
    if (!form || !(shouldSwap || event.detail.shouldSwap)) return;
    const area = fieldOf(form);
    const sent = requestConfig.verb === "get" ? null : requestConfig.formData?.get("text") ?? null;
    if (area) answered(area, sent, xhr.status);
    if (!area || !autosave.isUnsaved(area) || xhr.status >= 400) keep.release(form);
    if (area && (xhr.status === 422 || xhr.status === 409)) carry(area);
  });

  // A form that came back with its errors: its words may be stored or not, which the next save finds out. In a conflict
  // what was typed meanwhile is mine too.
  const carry = (area) => document.addEventListener("htmx:afterSwap", () => {
    const fresh = document.querySelector(`${FIELD}[data-ref="${area.dataset.ref}"]`);
    const mine = document.querySelector(`#stycke-${area.dataset.ref} [data-mine]`);
    if (mine) mine.value = area.value;
    if (!fresh || fresh === area) return;
    Object.assign(fresh, { stored: area.stored ?? area.defaultValue, sent: area.sent, value: area.value });
    fresh.form.elements.save_id.value = store.newId();
    autosave.save(fresh);
  }, { once: true });
}
