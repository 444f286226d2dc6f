// Other writers of the same meeting: tells them where this one writes, marks where they do, and has what they changed put
// in its place. Asked every few seconds while the page is looked at; nothing is locked, and reading is told to nobody.
{
  const PAUSE = 4000;
  const SOONEST = 1000;
  let isTyping = false;
  let toldAt = 0;
  let timer;
  const list = () => document.getElementById("skrivande");
  const now = () => document.querySelector("[data-place].now");

  const mark = () => {
    for (const old of document.querySelectorAll(".writes-here")) old.remove();
    for (const { dataset, textContent } of list()?.children ?? []) {
      const sign = (tag) => Object.assign(document.createElement(tag), { className: "writes-here", textContent });
      document.querySelector(`.rail a[data-go="${dataset.item}"] > span:nth-child(2)`)?.append(sign("span"));
      const row = dataset.row && document.getElementById(dataset.row)?.querySelector(".tx");
      (row || document.querySelector(`#${dataset.item} > header > div`))?.append(sign("p"));
    }
  };

  const body = (busy) => {
    const told = new FormData();
    const field = document.activeElement;
    told.append("changes", swap.isWaiting() ? 0 : list().dataset.changes);
    told.append("skriver", isTyping ? "1" : "");
    if (field.matches("textarea[data-ref]") && !field.closest("[data-private]")) told.append("stycke", field.dataset.ref);
    told.append("avtryck", swap.prints());
    told.append("upptagna", busy.join(" "));
    return told;
  };

  const tell = async () => {
    clearTimeout(timer);
    if (document.hidden || !list() || !now()) return;
    timer = setTimeout(tell, PAUSE);
    toldAt = performance.now();
    const key = now().id.replace("punkt-", "");
    const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
    const asked = { at: performance.now(), busy: swap.busy() };
    const told = body(asked.busy);
    isTyping = false;
    try {
      const answer = await fetch(`${document.querySelector("[data-desk]").dataset.items}${key}/skriver/`, { method: "POST", body: told, headers });
      if (answer.status === 204) list().replaceChildren();
      else if (answer.ok) swap.take(await answer.text(), asked);
      mark();
    } catch { /* the status of the saves tells that the server is away */ }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, Math.max(0, toldAt + SOONEST - performance.now()));
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("textarea, input") || !event.target.closest(".snabb, .write") || event.target.closest("[data-private]")) return;
    const begins = !isTyping && performance.now() - toldAt > SOONEST;
    isTyping = true;
    if (begins) soon();
  });
  document.addEventListener("desk:item", soon);
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : soon()));
  document.addEventListener("DOMContentLoaded", soon);
  document.addEventListener("htmx:afterSettle", () => list()?.children.length && mark());
}
