// What the line will become, asked of the server 0.3 s after typing stops. F4 accepts the sender that it proposes. Words
// that were sent meanwhile, or are typed on, make an answer old: it is thrown away.
{
  const PAUSE = 300;
  const line = () => document.querySelector("form[data-line]");
  const shown = () => document.getElementById("blir");
  let timer;
  let asking;
  let chosenKind = null; // the writer's own, while a prefix says another

  const setKind = (form, kind) => {
    form.elements.kind.value = kind;
    form.querySelector("[data-pick]").value = kind;
  };

  const followPrefix = (form, kind) => {
    if (kind) chosenKind ??= form.elements.kind.value;
    if (kind || chosenKind !== null) setKind(form, kind || chosenKind);
    if (!kind) chosenKind = null;
  };

  const show = (form, page) => {
    const held = shown().contains(document.activeElement) ? document.activeElement : null;
    const asked = page.querySelector("legend")?.textContent;
    if (asked && asked !== shown().querySelector("legend")?.textContent) document.getElementById("status").textContent = asked;
    followPrefix(form, page.dataset.kind ?? "");
    shown().replaceWith(page);
    if (!held) return;
    const same = [...page.querySelectorAll("input")].find((one) => one.name === held.name && one.value === held.value);
    (same ?? form.elements.text).focus();
  };

  const ask = async () => {
    const form = line();
    clearTimeout(timer);
    asking?.abort();
    const typed = form?.elements.text.value;
    if (!form || !typed.trim()) return form && clear();
    asking = new AbortController();
    try {
      const body = new FormData(form);
      if (chosenKind !== null) body.set("kind", chosenKind);
      const answer = await fetch(`${form.getAttribute("action")}blir/`, { method: "POST", body, signal: asking.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("blir");
      if (answer.ok && page && line() === form && form.elements.text.value === typed) show(form, document.adoptNode(page));
    } catch { /* no contact: the words become what they become when they are sent */ }
  };

  const clear = () => {
    clearTimeout(timer);
    asking?.abort();
    if (chosenKind !== null) setKind(line(), chosenKind);
    chosenKind = null;
    shown()?.replaceChildren();
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("form[data-line] textarea")) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  document.addEventListener("change", (event) => {
    if (!line()?.contains(event.target) || event.target.matches("textarea")) return;
    if (event.target.matches("[data-pick], [name=kind]")) chosenKind = null;
    ask();
  });
  document.addEventListener("line:taken", () => { chosenKind = null; clear(); });
  document.addEventListener("desk:item", ask);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "F4" || event.altKey || event.ctrlKey || event.metaKey || !line()?.contains(event.target)) return;
    const boxes = [...shown().querySelectorAll("[name=accepted]")];
    if (!boxes.length) return;
    event.preventDefault();
    const accepts = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = accepts;
    ask();
  });

  // “Ändra” beside the short title: its field, with the title in it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#blir a[data-title]");
    if (!link) return;
    event.preventDefault();
    const field = line().elements.title;
    line().querySelector("details.sn-more").open = true;
    field.value ||= link.dataset.title;
    field.focus();
    field.select();
  });
}
