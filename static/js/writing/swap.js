// What others changed takes the place of what stands here, element by element with the same id, without moving the page or
// the focus. What somebody works in here is left in peace and asked for again when it is free.
const swap = (() => {
  const RECENT = 2000;
  const touched = new WeakMap();
  const skipped = new Set();
  let requestedAt = 0;
  const items = () => [...document.querySelectorAll("[data-print]")];
  const key = (item) => item.id.replace("punkt-", "");
  const now = () => document.querySelector("[data-place].now");

  const isBusy = (element, since = performance.now()) => {
    if (element.id === "papper") return items().some((item) => isBusy(item, since)) || Boolean(element.querySelector("details.newitem[open]"));
    if (element !== document.activeElement && element.contains(document.activeElement)) return true;
    if ((touched.get(element) ?? 0) > since - RECENT) return true;
    if (element.querySelector("[data-editing], [data-opened], [data-conflict], [data-waiting], dialog[open], [name=answers]:checked")) return true;
    return autosave.fields().some((area) => element.contains(area) && autosave.isUnsaved(area));
  };

  const put = (arrived, since) => {
    const old = document.getElementById(arrived.id);
    if (!old) return;
    if (isBusy(old, since)) return skipped.add(arrived.id);
    const hasFocus = old === document.activeElement;
    old.replaceWith(arrived);
    htmx.process(arrived);
    if (hasFocus) arrived.focus({ preventScroll: true });
  };

  // The item that is written in stays where it is on the screen.
  const steadily = (change) => {
    const here = now()?.id;
    const top = () => document.getElementById(here)?.getBoundingClientRect().top ?? 0;
    const before = top();
    change();
    for (const other of document.querySelectorAll("[data-place].now")) other.classList.toggle("now", other.id === here);
    document.getElementById(here)?.classList.add("now");
    scrollBy(0, top() - before);
  };

  // `asked`: when, and which items were left out because somebody worked in them.
  const take = (html, asked) => {
    const arrived = new DOMParser().parseFromString(html, "text/html").body;
    const isMissing = () => arrived.querySelector("#papper") && now() && !arrived.querySelector(`#${now().id}`);
    if (requestedAt > asked.at || document.querySelector(".htmx-request")) return; // older than what stands here now
    if (isMissing()) arrived.querySelector("#papper").remove(); // the next verb tells that the item is gone
    skipped.clear();
    for (const one of asked.busy) skipped.add(`punkt-${one}`);
    steadily(() => { for (const element of [...arrived.children]) put(document.adoptNode(element), asked.at); });
  };

  document.addEventListener("input", (event) => {
    for (let one = event.target; one; one = one.parentElement) if (one.id) touched.set(one, performance.now());
  });
  for (const sent of ["htmx:beforeRequest", "outbox:sent"]) document.addEventListener(sent, () => { requestedAt = performance.now(); });

  return {
    take,
    prints: () => items().map((item) => `${key(item)}:${item.dataset.print}`).join(" "),
    busy: () => items().filter((item) => isBusy(item)).map(key),
    isWaiting: () => [...skipped].some((id) => document.getElementById(id) && !isBusy(document.getElementById(id))),
  };
})();
