// Skriv: which item is being written in. Clicks, focus and the outline choose it; the line, the outline and the panel
// beside the paper follow. Without scripts the same links load the page anew.
{
  const desk = () => document.querySelector("[data-desk]");
  const sections = () => [...document.querySelectorAll("[data-place]")];
  const marked = () => [...document.querySelectorAll("[data-place].now")];
  let chosen = null; // the id of the item that the writer chose last, whatever an answer on its way says
  const now = () => document.getElementById(chosen) ?? marked()[0];
  const isNarrow = () => matchMedia("(max-width: 79.99rem)").matches;

  const keyOf = (section) => section.id.replace("punkt-", "");

  const mark = (section) => {
    for (const other of marked()) other.classList.toggle("now", other === section);
    section.classList.add("now");
    for (const link of document.querySelectorAll(".rail a")) {
      if (link.dataset.go === section.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };

  // What stands beside the paper, and what an answer in the line may answer.
  const tell = (section) => {
    const about = `${desk().dataset.desk}?punkt=${keyOf(section)}&del=sida`;
    htmx.ajax("GET", about, { target: "#om-punkten", swap: "outerHTML" });
  };

  const choose = (section) => {
    if (!section || section === now()) return;
    chosen = section.id;
    mark(section);
    const top = section.closest(".item");
    document.dispatchEvent(new CustomEvent("desk:item", { detail: { section, top } }));
    history.replaceState(null, "", `?punkt=${keyOf(section)}`);
    tell(section);
  };

  const go = (section) => {
    if (!section) return;
    choose(section);
    section.scrollIntoView({ block: isNarrow() ? "start" : "nearest" });
    if (!document.activeElement.closest("form[data-line]")) section.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    if (!desk()) return;
    const link = event.target.closest("a[data-go]");
    const section = link && document.getElementById(link.dataset.go);
    if (section) {
      event.preventDefault();
      go(section);
    } else choose(event.target.closest("[data-place]"));
  });

  // A verb may lead to another item (a new one, say). But whoever has gone on since it was asked stays where she is.
  const hold = (event) => {
    const side = document.getElementById("om-punkten");
    const { xhr, requestConfig } = event.detail;
    if (!desk() || !side) return;
    const leads = requestConfig?.verb === "post" && xhr.chosenThen === chosen && document.getElementById(side.dataset.of);
    if (leads) chosen = side.dataset.of;
    const section = document.getElementById(chosen);
    if (!section) return;
    mark(section);
    if (event.type === "htmx:afterSettle" && side.dataset.of !== section.id && requestConfig?.verb !== "get") tell(section);
  };
  document.addEventListener("htmx:beforeRequest", (event) => { event.detail.xhr.chosenThen = chosen; });
  for (const moment of ["htmx:afterSwap", "htmx:afterSettle"]) document.addEventListener(moment, hold);
  document.addEventListener("DOMContentLoaded", () => { chosen = marked()[0]?.id ?? null; });

  // The keyboard chooses by focus. A mouse waits for its click: if the paper moved under a button held down, it would miss.
  let isPointing = false;
  document.addEventListener("pointerdown", () => { isPointing = true; });
  document.addEventListener("pointerup", () => { setTimeout(() => { isPointing = false; }); });
  document.addEventListener("focusin", (event) => {
    const section = event.target.closest("[data-place]");
    if (!desk() || isPointing || !section || section === now()) return;
    choose(section);
    event.target.scrollIntoView({ block: "nearest" }); // the item's links came out above and pushed it under the line
  });

  // F8 and Shift+F8, or Ctrl+Alt with an arrow (which is not AltGr).
  const step = (event) => {
    if (event.key === "F8") return event.shiftKey ? -1 : 1;
    const isArrow = event.ctrlKey && event.altKey && !event.shiftKey && !event.getModifierState("AltGraph");
    return isArrow ? { ArrowRight: 1, ArrowLeft: -1 }[event.key] : undefined;
  };

  document.addEventListener("keydown", (event) => {
    const steps = desk() && step(event);
    if (!steps) return;
    event.preventDefault();
    const all = sections();
    go(all[all.indexOf(now()) + steps]);
  });
}
