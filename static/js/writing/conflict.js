// Two have changed the same row: both texts stand in its place. The writer's own stays in the browser's store until she
// has chosen.
const conflict = (() => {
  const refOf = (view) => view.id.replace("stycke-", "");

  const show = (row, ref, html, text) => {
    row.insertAdjacentHTML("afterend", html);
    const view = row.nextElementSibling;
    const mine = view.querySelector("[data-mine]");
    mine.value = text; // also what was typed while the answer was on its way
    keep.release(row);
    row.remove();
    htmx.process(view);
    view.scrollIntoView({ block: "nearest" });
    mine.focus({ preventScroll: true });
    saving.failed(ref, "Inte sparat: två har ändrat samma stycke");
  };

  document.addEventListener("input", (event) => {
    const view = event.target.matches("[data-mine]") && event.target.closest("[data-conflict]");
    if (view) remember.soon(event.target, () => write(view, event.target.value));
  });

  const write = (view, text) => {
    const form = view.querySelector("[data-mine]").form;
    store.write("text", refOf(view), { text, base: form.elements.base.value, sent: null, path: form.getAttribute("action") });
  };

  // The writer has chosen: what is sent now is the text, or theirs is kept.
  document.addEventListener("submit", (event) => {
    const view = event.target.closest("[data-conflict]");
    if (view && event.target.elements.text) write(view, event.target.elements.text.value);
  });
  document.addEventListener("click", (event) => {
    const view = event.target.closest("[data-conflict]");
    if (view && event.target.closest("a[href$='?stang']")) settled(view);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const view = event.detail.elt.closest?.("[data-conflict]");
    if (view && event.detail.successful) settled(view);
  });

  const settled = (view) => {
    store.drop("text", refOf(view));
    saving.done(refOf(view));
  };

  return { show };
})();
