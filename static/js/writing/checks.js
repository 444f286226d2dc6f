// Kontroll looks again a moment after something was saved, in a request of its own. It never takes the focus or moves the
// page, and is silent when it cannot be reached. The marks in the outline and the count in the bar say the same.
{
  const PAUSE = 1000;
  const panel = () => document.getElementById("kontroll");
  let timer;
  let asked = 0;

  const tell = () => {
    const here = panel();
    if (!here?.dataset.sett) return;
    const items = here.dataset.items.split(" ");
    for (const link of document.querySelectorAll(".rail a[data-go]")) {
      const mark = link.querySelector(".w");
      if (mark) mark.hidden = !items.includes(link.dataset.go.replace("punkt-", ""));
    }
    for (const place of document.querySelectorAll("[data-looks]")) place.textContent = here.dataset.words;
    for (const sign of document.querySelectorAll("[data-warns]")) sign.hidden = !here.querySelector(".looks");
  };

  const replace = (here, html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("kontroll");
    if (!fresh) return; // a sign-in page
    const had = here.contains(document.activeElement) ? document.activeElement.id : null;
    here.replaceWith(fresh);
    htmx.process(fresh);
    if (had !== null) (document.getElementById(had) ?? fresh.querySelector("h2")).focus({ preventScroll: true });
    tell();
  };

  const ask = async () => {
    const here = panel();
    if (!here) return;
    if (here.matches(":active")) return look(); // a button is held down
    const turn = ++asked;
    const answer = await fetch(`${here.dataset.kontroll}?del=panel&sett=${here.dataset.sett}`).catch(() => null);
    const html = answer?.status === 200 ? await answer.text() : "";
    if (html && turn === asked && panel() === here) replace(here, html);
  };

  const look = (pause = PAUSE) => {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  };

  const status = document.getElementById("sparat");
  if (panel() && status) {
    new MutationObserver(() => status.textContent.trim().startsWith("Sparat") && look()).observe(status, { childList: true, subtree: true, characterData: true });
    document.body.addEventListener("kontroll", () => look(0));
    document.addEventListener("visibilitychange", () => document.hidden || look());
    document.addEventListener("htmx:afterSettle", tell);
    look(0);
  }

  // A remedy's answer takes the place of the row also when it stands open, if nothing is typed there that is not stored.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const row = document.getElementById(event.detail.requestConfig?.elt.dataset?.mends);
    const area = row?.querySelector("textarea[data-save]");
    if (area && !autosave.isUnsaved(area)) keep.release(row);
  });

  // From a remark to its row, where Enter opens it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".look a.go[data-go]");
    const row = link && document.getElementById(new URL(link.href).hash.slice(1))?.closest("[data-row]");
    if (!row) return;
    setTimeout(() => {
      row.scrollIntoView({ block: "nearest" });
      (row.querySelector("textarea.edit") ?? row.querySelector("a[data-open]"))?.focus({ preventScroll: true });
    });
  });
}
