// Fraser: what is chosen in the list goes into the text where the cursor was; nothing is stored by that. A place that
// the item could not fill stands in brackets, to be written; that of an organisation takes the sender chosen beside it.
{
  const field = (element) => element.closest("form").elements.text;
  const list = () => document.getElementById("fraser");
  const options = () => [...list().options];

  const insert = (input) => {
    const words = input.value.trim();
    if (!words) return input.focus();
    const form = input.form;
    const sender = form.querySelector('select[name="speaks"]')?.selectedOptions[0];
    const text = sender?.value ? words.replace("[organisation]", sender.textContent) : words;
    const area = field(input);
    const { value, selectionStart: from, selectionEnd: to } = area;
    const gap = from > 0 && !/\s$/.test(value.slice(0, from)) ? " " : "";
    const kind = options().find((option) => option.value === words)?.dataset.kind;
    if (kind && !value.trim() && form.matches("[data-line]")) {
      const radio = form.querySelector(`[name="kind"][value="${kind}"]`);
      radio.checked = true;
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    }
    input.value = "";
    area.focus();
    area.setRangeText(`${gap}${text}`, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    const place = area.value.indexOf("[", from);
    const end = area.value.indexOf("]", place);
    if (place >= from && end > place) area.setSelectionRange(place, end + 1); // the first place to fill
  };

  const isOne = (input) => options().some((option) => option.value === input.value);

  // The sentences are those of the item that is written in. They may come after the first keys.
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches("[data-phrase]")) return;
    const add = document.querySelector("[data-place].now")?.dataset.add;
    if (!add || list().dataset.of === add) return;
    htmx.ajax("GET", add.replace("stycken/", "fraser/"), { target: "#fraser", swap: "outerHTML" }).then(() => {
      list().dataset.of = add;
      if (isOne(event.target)) insert(event.target);
    });
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-phrase]") && isOne(event.target)) insert(event.target);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-insert]");
    if (!button) return;
    event.preventDefault();
    insert(button.form.elements.phrase);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-phrase]")) return;
    event.preventDefault();
    insert(event.target);
  });
}
