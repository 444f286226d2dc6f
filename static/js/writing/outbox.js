// Rows from the line on their way to the server: sent one by one in order. What could not be sent comes back into the line.
// A row is { data: FormData, path, target: selector of the item that the answer replaces }.
const outbox = (() => {
  const line = () => document.querySelector("form[data-line]");
  const join = (...texts) => texts.filter(Boolean).join("\n");
  const waiting = [];
  let isSending = false;
  let status = 0;

  // What was just added stands right above the line, also when the line grew meanwhile.
  const show = (row) => {
    const added = document.getElementById(`stycke-${row.data.get("ref")}`);
    if (!added) return;
    const place = added.getBoundingClientRect();
    const covered = place.bottom + 16 - line().getBoundingClientRect().top;
    if (covered > 0) scrollBy(0, covered);
    else if (place.top < 0) added.scrollIntoView({ block: "nearest" });
  };

  const giveBack = (row) => {
    const form = line();
    form.elements.text.value = join(row.data.get("text"), form.elements.text.value);
    form.elements.ref.value = autosave.newId();
  };

  const send = async (row) => {
    const form = line();
    status = 0;
    if (await autosave.flush()) {
      const place = { source: form.parentElement, target: row.target, swap: "outerHTML", values: row.data };
      await htmx.ajax("POST", row.path, place).catch(() => {});
    }
    if (status >= 200 && status <= 299) show(row);
    if (status === 422) line().elements.text.value = join(line().elements.text.value, form.elements.text.value);
    else if (status < 200 || status > 299) giveBack(row);
  };

  const add = async (row) => {
    if (isSending) row.data.set("ref", autosave.newId()); // the one in the form belongs to the row under way
    waiting.push(row);
    if (isSending) return;
    isSending = true;
    while (waiting.length) await send(waiting.shift());
    isSending = false;
  };

  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === line()?.parentElement) status = event.detail.xhr.status;
  });

  window.addEventListener("beforeunload", (event) => { if (isSending) event.preventDefault(); });

  return { add };
})();
