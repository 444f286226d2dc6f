// Rows from the line on their way to the server: one by one in the order they were written, each once (its ref). They lie
// in the browser's store until the answer has named them; a row that waits stands on the paper and says so.
const outbox = (() => {
  const queue = []; // { ref, path, target, fields, at, element }
  const asking = []; // rows that the server has a question about, while the line is used for other words
  let isRunning = false;
  let added = 0;
  const line = () => document.querySelector("form[data-line]");
  const valueOf = (row, name) => row.fields.find(([key]) => key === name)?.[1] ?? "";
  const keptAway = ["csrfmiddlewaretoken", "ref"];

  const keep = ({ ref, path, target, fields, at }) => store.write("row", ref, { path, target, fields, at });

  // What was just added stands right above the line, also when the line grew meanwhile.
  const show = (row) => {
    const place = (document.getElementById(`stycke-${row.ref}`) ?? row.element)?.getBoundingClientRect();
    if (!place) return;
    const covered = place.bottom + 16 - (line()?.getBoundingClientRect().top ?? innerHeight);
    if (covered > 0) scrollBy(0, covered);
    else if (place.top < 0) scrollBy(0, place.top - 16);
  };

  const elementOf = (row) => {
    const view = document.getElementById("vantar").content.firstElementChild.cloneNode(true);
    view.querySelector("[data-text]").textContent = valueOf(row, "text");
    const kind = line()?.querySelector(`[name=kind][value="${valueOf(row, "kind")}"]`)?.closest("label").textContent.trim();
    if (kind && valueOf(row, "kind") !== "note") view.querySelector(".mg").textContent = kind;
    return view;
  };

  // The item may have been swapped since: what waits is put back, last in it and in order.
  const paint = () => {
    for (const row of [...queue, ...asking].filter((one) => one.isShown)) {
      const item = document.querySelector(`[data-add="${row.path}"]`);
      row.element ??= elementOf(row);
      if (!item || row.element.parentElement === item) continue;
      item.insertBefore(row.element, item.querySelector(":scope > .itemacts, :scope > .subitem"));
      show(row);
    }
  };

  const reveal = (row) => {
    row.isShown = true;
    paint();
  };

  const without = (rows, row) => rows.includes(row) && rows.splice(rows.indexOf(row), 1);

  const leave = (row) => {
    without(queue, row);
    without(asking, row);
    row.element?.remove();
    store.drop("row", row.ref);
    saving.done(row.ref);
  };

  const swap = (target, html, then) => htmx.swap(target, html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 20 }, { afterSettleCallback: then });

  const stored = (row, answer) => {
    leave(row);
    contact.isBack();
    document.dispatchEvent(new Event("outbox:sent")); // what was asked for before this is older than the answer
    if (answer.headers.get("HX-Refresh")) return location.reload();
    if (document.querySelector(row.target)) swap(row.target, answer.text);
    paint();
    show(row);
  };

  const takeUp = (row) => {
    leave(row);
    htmx.swap("#snabb", row.asks, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 }); // at once: no key falls beside it
    const { text } = line().elements;
    text.focus({ preventScroll: true });
    text.setSelectionRange(text.value.length, text.value.length);
    remember.line(line());
  };

  // Who types on without looking writes the next row, not more of the one that came back.
  const RUNS_ON = 1500;
  let cameBack = null;
  document.addEventListener("beforeinput", (event) => {
    const back = cameBack;
    cameBack = null;
    if (!back || event.target !== back.area || back.area.value !== back.text || performance.now() - back.at > RUNS_ON) return;
    if (!event.inputType.startsWith("insert")) return;
    back.row.element = null;
    keep(back.row);
    setAside(back.row);
    document.dispatchEvent(new Event("line:free"));
  });

  const isFree = (row) => line().getAttribute("action") === row.path && !line().elements.text.value.trim();

  const setAside = (row) => {
    without(queue, row);
    asking.push(row);
    reveal(row);
    const why = new DOMParser().parseFromString(row.asks, "text/html").querySelector(".err")?.textContent.trim();
    row.element.querySelector("[data-unsent]").hidden = true;
    row.element.querySelector("[data-asks]").hidden = false;
    row.element.querySelector("[data-why]").textContent = why ?? "";
    saving.failed(row.ref, "Inte sparat: ett stycke väntar på ditt svar");
  };

  // The server has a question about the row. It comes back into the line; if that is in use, it waits on the paper.
  const refused = (row, answer) => {
    row.asks = answer.text;
    if (!isFree(row)) return setAside(row);
    takeUp(row);
    const area = line().elements.text;
    if (document.activeElement === area) cameBack = { row, area, text: area.value, at: performance.now() };
  };

  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-take-up]") && asking.find((one) => one.element.contains(event.target));
    if (!row) return;
    if (line().elements.text.value.trim()) {
      row.element.querySelector("[data-first]").hidden = false;
      return line().elements.text.focus();
    }
    const item = document.querySelector(`[data-add="${row.path}"]`);
    document.querySelector(`.rail a[data-go="${item?.id}"]`)?.click();
    takeUp(row);
  });

  // Only an answer that names the row proves that it is stored; only our own line is a no.
  const attempt = async (row) => {
    saving.busy();
    const slow = setTimeout(() => reveal(row), 400);
    const fields = [...row.fields, ["ref", row.ref]];
    const answer = await contact.post(row.path, fields, { headers: { "HX-Request": "true" } });
    clearTimeout(slow);
    if (answer?.status === 200 && answer.headers.get("Stored") === row.ref) return stored(row, answer);
    if (answer?.status === 422 && answer.text.includes("data-line")) return refused(row, answer);
    saving.failed(row.ref);
    queue.forEach(reveal);
    return contact.again();
  };

  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    while (queue.length) await attempt(queue[0]);
    isRunning = false;
  };

  const take = (row) => {
    queue.push(row);
    queue.sort((one, other) => one.at - other.at);
    if (contact.isDown) reveal(row);
    return run();
  };

  // From the line: { data: FormData, path, target: selector of the item that the answer replaces }.
  const add = ({ data, path, target }) => {
    const fields = [...data].filter(([name]) => !keptAway.includes(name));
    const row = { ref: store.newId(), path, target, fields, at: Date.now() + (added++ % 1000) / 1000 };
    keep(row);
    remember.forget(line());
    store.drop("line", "");
    return take(row);
  };

  // From the store, after the tab that wrote it is gone.
  const adopt = (entry) => {
    if (queue.some((row) => row.ref === entry.ref)) return;
    const row = { ref: entry.ref, ...entry.value };
    keep(row);
    store.dropKey(entry.key);
    take(row);
    reveal(row);
  };

  const settled = async () => {
    while (queue.length && !contact.isDown) await new Promise((resolve) => { setTimeout(resolve, 50); });
    return !queue.length;
  };

  document.addEventListener("htmx:afterProcessNode", paint);
  window.addEventListener("beforeunload", (event) => { if (!session.isOver && queue.length + asking.length) event.preventDefault(); });

  return { add, adopt, settled, get isEmpty() { return !queue.length; } };
})();
