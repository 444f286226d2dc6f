// The session has ended: a dialog signs in again in place. Text and cursor stay, and what waits is sent with the new token.
{
  const WARNING = 5 * 60 * 1000;
  const dialog = () => document.getElementById("logga-in-igen");
  const REST = 1500; // a dialog that comes while somebody types would take her words for a password
  let before = null;
  let typedAt = 0;
  let isPutOff = false;
  let timer;
  let asking;

  const open = () => {
    clearTimeout(asking);
    if (!dialog()) document.body.append(document.getElementById("logga-in-mall").content.cloneNode(true));
    if (dialog().open) return;
    const { selectionStart, selectionEnd } = document.activeElement;
    before = { field: document.activeElement, selectionStart, selectionEnd };
    dialog().showModal();
    dialog().querySelector("[name=password]").focus();
  };

  const ask = () => {
    clearTimeout(asking);
    const rest = typedAt + REST - performance.now();
    if (rest > 0) asking = setTimeout(ask, rest);
    else if (session.isLost && !isPutOff) open();
  };
  const told = (isOut) => { document.getElementById("utloggad").hidden = !isOut; };

  // Signed in again, here or in another tab. The browser itself gives back focus; the cursor is where it was.
  const close = () => {
    isPutOff = false;
    told(false);
    if (!dialog()?.open) return;
    dialog().querySelector("form").reset();
    wrong("");
    dialog().close();
    const { field, ...cursor } = before;
    field.focus({ preventScroll: true });
    if (field.matches("textarea")) Object.assign(field, cursor); // closing a dialog puts it first
  };

  const wrong = (words) => {
    const told = dialog().querySelector("[data-wrong]");
    told.hidden = !words;
    told.querySelector("span").textContent = words;
    dialog().querySelector("[name=password]").toggleAttribute("aria-invalid", Boolean(words));
  };

  // She goes on writing: a notice with the same button stays.
  const putOff = () => {
    isPutOff = session.isLost;
    told(session.isLost);
  };

  const errorIn = async (answer) => {
    const { form } = await answer.json().catch(() => ({}));
    const fields = Object.values(form?.fields ?? {}).flatMap((field) => field.errors);
    return [...(form?.errors ?? []), ...fields][0] ?? "Det gick inte att logga in. Försök igen om en stund.";
  };

  // allauth answers a script with what was wrong, in its own words.
  const signIn = async (form) => {
    const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": session.token() };
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers, redirect: "manual" });
      if (answer.status === 400) wrong(await errorIn(answer));
      else if (answer.status === 429) wrong("Det har blivit för många försök. Vänta fem minuter.");
      else if (!(await session.renew())) wrong("Det gick inte att logga in. Försök igen om en stund.");
    } catch {
      wrong("Ingen kontakt med servern. Försök igen om en stund.");
    }
  };

  // Five minutes before the session ends the writer may go on with one press.
  const warnIn = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => { document.getElementById("snart-utloggad").hidden = false; }, Math.max(seconds * 1000 - WARNING, 0));
  };
  const goOn = async () => {
    const told = await session.ask("POST").catch(() => null);
    if (told) warnIn(told.left);
    document.getElementById("snart-utloggad").hidden = Boolean(told);
  };

  document.addEventListener("input", () => { typedAt = performance.now(); });
  document.addEventListener("close", (event) => event.target === dialog() && putOff(), true);
  document.addEventListener("session:lost", ask);
  document.addEventListener("session:renewed", (event) => {
    document.getElementById("snart-utloggad").hidden = true;
    warnIn(event.detail.left);
    close();
  });
  document.addEventListener("submit", (event) => {
    if (!dialog()?.contains(event.target)) return;
    event.preventDefault();
    signIn(event.target);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-go-on]")) goOn();
    if (event.target.closest("[data-sign-in]")) open();
  });
  document.addEventListener("DOMContentLoaded", () => session.ask().then((told) => told && warnIn(told.left), () => {}));
}
