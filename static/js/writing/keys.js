// The keys of Skriv that belong to no single row: F1 lists them all, Ctrl+Alt+↑ is F2, Shift+F2 gives everybody who is here
// a field. Only function keys and keys held with another; AltGr, which some systems tell as Ctrl+Alt, is left alone.
{
  const isDesk = () => document.querySelector("[data-desk]");
  const isAltGr = (event) => event.getModifierState("AltGraph");
  let opensRound = false;

  const press = (event, what) => {
    if (!what) return;
    event.preventDefault();
    what.click();
  };

  document.addEventListener("keydown", (event) => {
    if (!isDesk() || isAltGr(event)) return;
    if (event.key === "F1") press(event, document.querySelector("[data-dialog='kortkommandon']"));
    if (event.key === "ArrowUp" && event.ctrlKey && event.altKey) {
      event.preventDefault();
      document.querySelector("form[data-line] textarea")?.focus({ preventScroll: true });
    }
    if (event.key === "F2" && event.shiftKey) {
      const button = document.querySelector(".now [data-round]");
      opensRound = Boolean(button);
      press(event, button);
    }
  });

  // A new runda begins in its first empty field, and Tab goes straight on to the next party's.
  const fields = (area) => [...area.closest(".round").querySelectorAll("textarea[data-save]")];
  document.addEventListener("click", (event) => { if (event.target.closest("[data-round]")) opensRound = true; });
  document.addEventListener("htmx:afterSettle", () => {
    if (!opensRound) return;
    const first = [...document.querySelectorAll(".now .round textarea[data-save]")].find((area) => !area.value);
    if (!first) return;
    opensRound = false;
    first.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || event.ctrlKey || event.altKey || !event.target.matches(".round textarea[data-save]")) return;
    const all = fields(event.target);
    const next = all[all.indexOf(event.target) + 1];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
