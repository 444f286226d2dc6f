// Visa på skärmen: asks again and again whether the item has changed, and shows what is new. Silent while nobody looks.
{
  const PAUSE = 2500; // with the answer's own way, a save is seen within three seconds
  let timer;
  const stage = () => document.getElementById("scen");
  const rows = () => [...stage().querySelectorAll(".blk, .mh")];

  const tell = (words, isLoud = false) => {
    const state = document.getElementById("laget");
    if (state.textContent === words) return;
    state.textContent = words;
    state.classList.toggle("notice", isLoud);
  };

  // What was just written is in sight and marked for a while, unless somebody reads elsewhere in the item.
  const point = (before) => {
    const fresh = rows().filter((row) => !before.has(row.textContent)).at(-1);
    if (!fresh) return;
    fresh.classList.add("fresh");
    if (!stage().dataset.ask.includes("punkt=")) fresh.scrollIntoView({ block: "nearest" });
  };

  const show = (html) => {
    const old = stage();
    const before = new Set(rows().map((row) => row.textContent));
    const focus = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const arrived = new DOMParser().parseFromString(html, "text/html").getElementById("scen");
    if (!arrived) return tell("Sidan går inte att hämta. Läs in den igen.", true);
    old.replaceWith(arrived);
    if (focus) (arrived.querySelector(`a[href="${focus}"]`) ?? arrived.querySelector("a"))?.focus({ preventScroll: true });
    if (arrived.dataset.number === old.dataset.number) return point(before);
    scrollTo(0, 0);
    if (arrived.dataset.number) tell(`Punkt ${arrived.dataset.number}, ${arrived.querySelector("h2").textContent}`);
  };

  const ask = async () => {
    const { ask: address, etag } = stage().dataset;
    if (!address) return false;
    try {
      const answer = await fetch(address, { cache: "no-store", headers: { "HX-Request": "true", "If-None-Match": etag } });
      if (answer.status === 200) show(await answer.text());
      else if (answer.status === 401) return tell("Du är utloggad. Logga in och läs in sidan igen.", true);
      else if (answer.status === 403 || answer.status === 404) return tell("Texten går inte att följa längre.", true);
      else if (answer.status !== 304) throw new Error(answer.status);
      if (document.getElementById("laget").classList.contains("notice")) tell("");
    } catch {
      tell("Ingen kontakt med servern. Texten kan vara gammal.", true);
    }
    return true;
  };

  const follow = async () => {
    clearTimeout(timer);
    if (document.hidden || (await ask()) !== true) return;
    clearTimeout(timer);
    timer = setTimeout(follow, PAUSE);
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : follow()));
  document.addEventListener("DOMContentLoaded", () => { timer = setTimeout(follow, PAUSE); });
}
