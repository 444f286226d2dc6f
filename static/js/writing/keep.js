// An answer that replaces an item never takes away a form with somebody's words in it: the very element is put back in its
// place, with its text, cursor and focus. Only the form's own answer closes it.
const keep = (() => {
  const OPEN = "form[data-editing], form[data-opened], [data-conflict]";
  const released = new WeakSet();
  let focused = null;
  const release = (form) => released.add(form);
  const formsIn = (node) => new Set([
    ...[node, ...node.querySelectorAll(OPEN)].filter((one) => one.matches(OPEN)),
    ...[...node.querySelectorAll("textarea[data-save]")].map((area) => area.form),
  ]);

  const isChanged = (control) => {
    if (control.matches("button, fieldset, output")) return false; // they have no words of anybody's
    if (control.matches("textarea[data-save]")) return autosave.isUnsaved(control);
    if (control.matches("select")) {
      const was = [...control.options].findIndex((option) => option.defaultSelected);
      return control.selectedIndex !== Math.max(was, 0);
    }
    if (["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
    return control.matches("input:not([type=hidden]), textarea") && control.value !== control.defaultValue;
  };
  const isTouched = (form) => form.matches("[data-conflict]") || [...form.elements].some(isChanged);

  // A round's field that is only looked at follows the server; a row that is open stays open until another is opened.
  const isKept = (form, item) => isTouched(form) || (form.matches(OPEN) && !item?.querySelector(OPEN));

  const takeFocus = (field, start, end) => {
    field.focus({ preventScroll: true });
    if (field.matches("textarea") && start !== null) field.setSelectionRange(start, end);
  };

  const putBack = (form, item) => {
    const fresh = form.id && document.getElementById(form.id);
    const place = fresh && form.matches("[data-row]") ? fresh.closest("[data-row]") ?? fresh : fresh;
    if (place) {
      formsIn(place).forEach(release); // what gives way is not rescued in its turn, for ever
      place.replaceWith(form);
    } else if (!item) document.querySelector("[data-desk] .paper").append(form);
    else if (form.matches("[data-opened]") && !form.elements.under) item.querySelector(":scope > header").after(form);
    else item.insertBefore(form, item.querySelector(":scope > .itemacts"));
    htmx.process(form);
  };

  const rescue = (form) => {
    if (form.isConnected || released.delete(form)) return;
    const item = document.getElementById(form.closest("[data-place]")?.id);
    const had = focused && form.contains(focused) ? focused : null;
    const [start, end] = had?.matches("textarea") ? [had.selectionStart, had.selectionEnd] : [null, null];
    const isBack = isKept(form, item);
    if (isBack) putBack(form, item);
    const field = isBack ? had : document.querySelector(`textarea[data-ref="${had?.dataset.ref}"]`);
    if (had && field) takeFocus(field, start, end);
  };

  // The line: what was typed in it since stays in it.
  const carryOver = (old) => {
    const text = document.querySelector("form[data-line]")?.elements.text;
    const typed = old.elements.text.value;
    if (old.isConnected || !text || !typed.trim() || text.value.includes(typed)) return;
    text.value = [text.value, typed].filter(Boolean).join("\n");
    if (focused === old.elements.text) text.focus({ preventScroll: true });
  };

  new MutationObserver((records) => {
    const gone = records.flatMap((record) => [...record.removedNodes]).filter((node) => node.nodeType === Node.ELEMENT_NODE);
    for (const node of gone) {
      formsIn(node).forEach(rescue);
      if (node.matches("form[data-line]")) carryOver(node);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("focusin", (event) => { focused = event.target; });
  document.addEventListener("focusout", ({ target }) => setTimeout(() => {
    if (focused === target && document.activeElement !== target) focused = null;
  }));

  return { OPEN, release, isTouched };
})();
