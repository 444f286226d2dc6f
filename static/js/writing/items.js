// Rows and items of Skriv move by Alt+↑ and Alt+↓, and the focus goes with them. Visible buttons do the same. Never with
// Ctrl (AltGr is Ctrl+Alt), nor where the keys mean something else: lists, the line, and text on a Mac.
{
  const STEPS = { ArrowUp: "upp", ArrowDown: "ner" };
  const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  const now = () => document.querySelector("[data-place].now");
  const line = () => document.querySelector("form[data-line]");
  let focused = null; // finds what is to have the focus when the move is done

  const land = () => {
    const element = focused?.();
    focused = null;
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  };

  const move = async (path, target, steg) => {
    const csrfmiddlewaretoken = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const values = { steg, save_id: store.newId(), csrfmiddlewaretoken };
    if (await autosave.flush()) await htmx.ajax("POST", path, { target, swap: "outerHTML", values }).catch(() => {});
    land();
  };

  const moveRow = (row, steg) => {
    const link = row.querySelector("a[data-open], a[data-leave]");
    const path = (link?.getAttribute("hx-get") ?? "").replace("?stang", "");
    const ref = path.match(/([0-9a-f-]{36})\/$/)?.[1];
    if (!ref) return;
    focused = () => document.getElementById(`stycke-${ref}`)?.closest("[data-row]")?.querySelector("a[data-open]");
    const button = row.querySelector(`[name="steg"][value="${steg}"]`); // of an open row: it stores what was typed there
    if (button) {
      document.addEventListener("htmx:afterSettle", land, { once: true });
      button.click();
    } else move(`${path}flytta/`, row.closest(".item"), steg);
  };

  const moveItem = (section, steg, isRail) => {
    focused = () => (isRail ? document.querySelector(`.rail [data-go="${section.id}"]`) : document.getElementById(section.id));
    move(section.dataset.add.replace("stycken/", "flytta/"), "#papper", steg);
  };

  document.addEventListener("keydown", (event) => {
    const steg = STEPS[event.key];
    const { target } = event;
    if (!steg || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.getModifierState("AltGraph")) return;
    if (!document.querySelector("[data-desk]") || target.closest("select, input, form[data-line]")) return;
    const isText = target.matches("textarea");
    const row = target.closest("[data-row]");
    const entry = target.closest(".rail a[data-go]");
    const section = entry ? document.getElementById(entry.dataset.go) : target.closest("[data-place]");
    if ((isText && (isMac || !row)) || !section) return;
    event.preventDefault();
    if (focused) return; // one step at a time
    if (row) moveRow(row, steg);
    else moveItem(section, steg, Boolean(entry));
  });

  // Numbers may have changed: the line says which item it writes in.
  let told = "";
  document.addEventListener("desk:item", ({ detail: { section: { dataset } } }) => { told = dataset.add + dataset.place; });
  document.addEventListener("htmx:afterSettle", () => {
    const section = now();
    const form = line();
    if (!section || !form) return;
    const { add, place } = section.dataset;
    const isTold = form.getAttribute("action") === add && form.querySelector("[data-number]").textContent === place;
    if (isTold || told === add + place) return;
    document.dispatchEvent(new CustomEvent("desk:item", { detail: { section, top: section.closest(".item") } }));
    history.replaceState(null, "", `?punkt=${section.id.replace("punkt-", "")}`);
  });

  // A proposed sentence never takes the place of what is typed while it is on its way.
  const sentence = () => document.querySelector("#utfall-mening textarea");
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("[data-proposes]")) event.target.dataset.sent = sentence().value;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const asked = event.detail.requestConfig.elt;
    if (asked.matches?.("[data-proposes]") && sentence()?.value !== asked.dataset.sent) event.detail.shouldSwap = false;
  });
}
