// What a tab that is gone left in this browser: rows under way and saves under way are sent again, each once; words that
// were never sent are offered back.
{
  const rowOf = (ref) => document.getElementById(`stycke-${ref}`)?.closest("[data-row], form");
  const fieldOf = (ref) => document.querySelector(`textarea[data-ref="${ref}"]`);
  const seen = new Set();

  const offer = (entry) => {
    const place = document.getElementById("utkast");
    const view = document.getElementById("utkast-mall").content.firstElementChild.cloneNode(true);
    const short = entry.value.text.length > 300 ? `${entry.value.text.slice(0, 300)} …` : entry.value.text;
    view.dataset.key = entry.key;
    view.querySelector("[data-text]").textContent = short;
    view.querySelector("[data-take]").addEventListener("click", () => take(entry));
    view.querySelector("[data-throw]").addEventListener("click", () => over(entry));
    place.append(view);
    document.getElementById("status").textContent = "Du hade börjat skriva något. Hämta tillbaka det eller släng det.";
  };

  const withdraw = (key) => document.querySelector(`[data-offer][data-key="${CSS.escape(key)}"]`)?.remove();
  const over = (entry) => {
    withdraw(entry.key);
    store.dropKey(entry.key);
  };

  const take = async (entry) => {
    if (entry.what === "line") intoTheLine(entry);
    else await intoTheRow(entry);
  };

  const choose = (form, [name, value]) => {
    const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const isBox = (one) => ["checkbox", "radio"].includes(one.type);
    const box = controls.find((one) => isBox(one) && one.value === value);
    const empty = controls.find((one) => !isBox(one) && !one.value);
    if (box) box.checked = true;
    else if (empty && name !== "text") empty.value = value;
    (box ?? empty)?.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const intoTheLine = (entry) => {
    const form = document.querySelector("form[data-line]");
    if (!form) return;
    document.querySelector(`a[data-go="${entry.value.item}"]`)?.click();
    for (const field of entry.value.fields) choose(form, field);
    const { text } = form.elements;
    text.value = [text.value, entry.value.text].filter(Boolean).join("\n");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    over(entry);
    text.focus();
  };

  // The row is opened in its place and the words stand in it; if it was changed since, both texts are shown.
  const intoTheRow = async (entry) => {
    const { ref } = entry;
    const link = rowOf(ref)?.querySelector("a[data-open]");
    if (!fieldOf(ref) && link) await open(link);
    const area = fieldOf(ref);
    if (!area) return resend(entry, entry.value);
    const { text, base, sent } = entry.value;
    area.value = text;
    area.sent = sent;
    area.form.elements.base.value = base;
    autosave.remember(area);
    over(entry);
    area.focus();
    area.setSelectionRange(text.length, text.length);
    autosave.save(area);
  };

  const open = (link) =>
    htmx.ajax("GET", link.getAttribute("hx-get"), { source: link, target: link.closest(".item"), swap: "outerHTML" }).catch(() => {});

  // A save whose answer was lost, or of a row that is not on the page: the same save again, until somebody answers.
  const resend = async (entry, sent) => {
    const { ref } = entry;
    const { outcome, told, html } = await saves.send(ref, entry.value.path, { save_id: store.newId(), ...sent });
    if (outcome === "later") {
      saving.failed(ref);
      await contact.again();
      return resend(entry, sent);
    }
    contact.isBack();
    saving.done(ref, told?.at);
    if (outcome === "refused") return offer(entry);
    if (outcome === "conflict") conflict.show(rowOf(ref) ?? placeFor(entry), ref, html, entry.value.text);
    else await showAnew(ref);
    if (outcome === "stored") over(entry);
  };

  const placeFor = (entry) => document.querySelector(`[data-offer][data-key="${CSS.escape(entry.key)}"]`)
    ?? document.getElementById("utkast").appendChild(document.createElement("div"));

  const showAnew = (ref) => {
    const link = rowOf(ref)?.querySelector("a[data-open]");
    const closed = link && `${link.getAttribute("hx-get")}?stang`;
    return link && htmx.ajax("GET", closed, { source: link, target: link.closest(".item"), swap: "outerHTML" }).catch(() => {});
  };

  const adopt = (tab) => {
    for (const entry of store.all().filter((one) => one.tab === tab)) {
      const { text, sent } = entry.value;
      if (entry.what === "row") outbox.adopt(entry);
      else if (sent && sent.text === text) resend(entry, sent);
      else if (!document.querySelector(`[data-offer][data-key="${CSS.escape(entry.key)}"]`)) offer(entry);
    }
  };

  const watch = (tab) => {
    if (tab === store.tab || seen.has(tab)) return;
    seen.add(tab);
    store.whenGone(tab, () => adopt(tab));
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (document.querySelector("[data-desk]")) store.all().forEach((entry) => watch(entry.tab));
  });
  window.addEventListener("storage", (event) => {
    if (!event.key) return;
    const entry = store.read(event.key);
    if (event.newValue === null) withdraw(event.key);
    else if (entry && entry.user === document.body.dataset.user && document.querySelector("[data-desk]")) watch(entry.tab);
  });
}
