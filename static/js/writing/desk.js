// Skriv: which item is being written in. Clicks, focus and the outline choose it; the line, the outline and the panel
// beside the paper follow. Without scripts the same links load the page anew.
{
  const desk = () => document.querySelector("[data-desk]");
  const sections = () => [...document.querySelectorAll("[data-place]")];
  const now = () => document.querySelector("[data-place].now");
  const isNarrow = () => matchMedia("(max-width: 79.99rem)").matches;

  const choose = (section) => {
    if (!section || section === now()) return;
    now()?.classList.remove("now");
    section.classList.add("now");
    const key = section.id.replace("punkt-", "");
    for (const link of document.querySelectorAll(".rail a")) {
      if (link.dataset.go === section.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const top = section.closest(".item");
    document.dispatchEvent(new CustomEvent("desk:item", { detail: { section, top } }));
    history.replaceState(null, "", `?punkt=${key}`);
    htmx.ajax("GET", `${desk().dataset.desk}?punkt=${key}&del=sida`, { target: "#om-punkten", swap: "outerHTML" });
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
