// Every keystroke lies in the browser's store a quarter of a second later, and at once when the page is left or hidden.
const remember = (() => {
  const PAUSE = 250;
  const waiting = new Map();

  const now = (field) => {
    const { timer, act } = waiting.get(field);
    clearTimeout(timer);
    waiting.delete(field);
    act();
  };

  const soon = (field, act) => {
    if (!waiting.has(field)) waiting.set(field, { act, timer: setTimeout(() => now(field), PAUSE) });
  };

  const forget = (field) => {
    clearTimeout(waiting.get(field)?.timer);
    waiting.delete(field);
  };

  const all = () => [...waiting.keys()].forEach(now);

  // The line: its words and all that was chosen beside them.
  const line = (form) => {
    const text = form.elements.text.value;
    const fields = [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "ref"].includes(name));
    const item = document.querySelector("[data-place].now")?.id;
    if (text.trim()) store.write("line", "", { text, fields, item });
    else store.drop("line", "");
  };

  document.addEventListener("input", ({ target }) => {
    if (target.matches("textarea[data-save]")) soon(target, () => autosave.remember(target));
    const form = target.closest("form[data-line]");
    if (form) soon(form, () => line(form));
  });
  window.addEventListener("pagehide", all);
  document.addEventListener("visibilitychange", () => document.hidden && all());

  return { soon, forget, line };
})();
