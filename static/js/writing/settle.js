// Before a button sends anything, what is being typed beside it is stored; two texts in conflict are shown, not refused.
document.addEventListener("htmx:confirm", (event) => {
  if (!autosave.fields().some(autosave.isDirty)) return;
  event.preventDefault();
  autosave.flush().then((isStored) => isStored && event.detail.issueRequest(true));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const others = autosave.fields().filter((area) => area.form !== form && autosave.isDirty(area));
  if (event.defaultPrevented || form.hasAttribute("hx-post") || !others.length) return;
  event.preventDefault();
  autosave.flush().then((isStored) => isStored && form.requestSubmit(event.submitter));
});

// A form that is sent whole takes its words along: nothing is left behind.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  for (const area of event.target.querySelectorAll("textarea[data-save]")) area.stored = area.value;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 409 || !event.detail.xhr.responseText.includes("data-conflict")) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});
