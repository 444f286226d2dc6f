// Which questions the line answers. What the writer has ticked stays ticked when somebody else's row changes the list;
// in another item the list is another, and proposes anew.
{
  const list = () => document.querySelector("#svarar-pa");
  const boxes = () => [...(list()?.querySelectorAll("[name=answers]") ?? [])];
  let touched = false;
  let kept = null;

  // An answer is to questions or to none of them: choosing the one undoes the other.
  document.addEventListener("change", (event) => {
    if (!list()?.contains(event.target)) return;
    touched = true;
    if (event.target.name !== "answers" || !event.target.checked) return;
    const isNone = (box) => Boolean(box.closest("[data-none]"));
    for (const box of boxes()) if (isNone(box) !== isNone(event.target)) box.checked = false;
  });

  document.addEventListener("line:taken", () => { touched = false; });
  document.addEventListener("desk:item", () => {
    touched = false;
    for (const box of boxes()) box.checked = false; // those of the new item are on their way
  });

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target !== list() || !touched) return;
    const result = list().querySelector("[name=result]");
    kept = { ticks: new Map(boxes().map((box) => [box.value, box.checked])), result: result?.value };
  });

  document.addEventListener("htmx:oobAfterSwap", () => {
    if (!kept || !list()) return;
    for (const box of boxes()) box.checked = kept.ticks.get(box.value) ?? false;
    const result = list().querySelector("[name=result]");
    if (result && kept.result !== undefined) result.value = kept.result;
    kept = null;
  });
}
