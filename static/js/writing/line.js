// The line at the bottom of Skriv. Enter adds, Shift+Enter breaks the line. The line is free for the next words at once;
// rows are sent one by one in order, and what could not be sent comes back into the line.
{
  const line = () => document.querySelector("form[data-line]");
  const join = (...texts) => texts.filter(Boolean).join("\n");
  const waiting = [];
  let isSending = false;
  let status = 0;

  const take = (form) => {
    const row = { data: new FormData(form), path: form.getAttribute("action"), target: form.dataset.target };
    if (isSending) row.data.set("ref", autosave.newId()); // the one in the form belongs to the row under way
    form.reset();
    form.elements.kind.value = row.data.get("kind") === "question" ? "answer" : "note";
    form.querySelector("[data-pick]").value = form.elements.kind.value;
    form.elements.text.value = "";
    form.querySelector("details").open = false;
    form.elements.text.focus({ preventScroll: true });
    return row;
  };

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

  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === line()?.parentElement) status = event.detail.xhr.status;
  });

  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("form[data-line]")) return;
    event.preventDefault();
    if (!event.target.elements.text.value.trim()) return event.target.elements.text.focus();
    waiting.push(take(event.target));
    if (isSending) return;
    isSending = true;
    while (waiting.length) await send(waiting.shift());
    isSending = false;
  });

  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.isComposing) return;
    if (!area.matches("form[data-line] textarea")) return;
    event.preventDefault();
    area.form.requestSubmit();
  });

  window.addEventListener("beforeunload", (event) => {
    if (isSending || line()?.elements.text.value.trim()) event.preventDefault();
  });

  // The list of kinds on a phone and the buttons say the same.
  document.addEventListener("change", (event) => {
    const form = line();
    if (!form?.contains(event.target)) return;
    const pick = form.querySelector("[data-pick]");
    if (event.target === pick) form.elements.kind.value = pick.value;
    else if (event.target.name === "kind") pick.value = event.target.value;
  });

  // An answer is to questions or to none of them: choosing the one undoes the other.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("form[data-line] [name=answers]") || !event.target.checked) return;
    const isNone = (box) => Boolean(box.closest("[data-none]"));
    for (const box of line().querySelectorAll("[name=answers]")) if (isNone(box) !== isNone(event.target)) box.checked = false;
  });

  document.addEventListener("desk:item", (event) => {
    const form = line();
    if (!form) return;
    for (const box of form.querySelectorAll("[name=answers]")) box.checked = false; // those of the new item are on their way
    const { add, place } = event.detail.section.dataset;
    form.setAttribute("action", add);
    form.dataset.target = `#${event.detail.top.id}`;
    form.querySelector("[data-number]").textContent = place;
    form.elements.text.placeholder = `Skriv i punkt ${place}`;
  });
}
