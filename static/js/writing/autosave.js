// A text field with data-save="address" saves itself 0.8 s after typing stops and when it is left. Only an answer that
// names this row and this very save counts as saved: a sign-in page with 200 does not.
const autosave = (() => {
  const PAUSE = 800;
  const timers = new Map();
  const running = new Map();
  const fields = () => [...document.querySelectorAll("textarea[data-save]")];
  const isDirty = (area) => area.value !== (area.stored ?? area.defaultValue);

  const say = (words, isSaved) => {
    const status = document.getElementById("sparat");
    if (!status || status.textContent.trim() === words) return;
    status.className = isSaved ? "saved" : "unsaved";
    status.textContent = words;
  };

  const newId = () => {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  const showConflict = (area, html) => {
    const row = area.closest("[data-row]") ?? area.form;
    row.insertAdjacentHTML("afterend", html);
    const both = row.nextElementSibling;
    both.querySelector("[data-mine]").value = area.value; // also what was typed while the answer was on its way
    row.remove();
    both.scrollIntoView({ block: "nearest" });
    both.querySelector("[data-mine]").focus();
    say("Inte sparat: två har ändrat samma stycke", false);
  };

  const send = async (area, keepalive) => {
    const text = area.value;
    const id = newId();
    const body = new FormData();
    for (const [name, value] of Object.entries({ text, base: area.form.elements.base.value, save_id: id })) body.append(name, value);
    body.append("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(area.dataset.save, { method: "POST", body, keepalive, headers: { Accept: "application/json" } });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (answer.status === 409 && !isJson) return showConflict(area, await answer.text());
      const told = isJson ? await answer.json() : {};
      if (answer.ok && told.ref === area.dataset.ref && told.save_id === id) {
        area.stored = text;
        area.form.elements.base.value = told.version;
        return say(`Sparat ${told.at}`, true);
      }
      if (answer.status === 403) await session.renew();
      if (told.error) return say(`Inte sparat. ${told.error}`, false);
      say("Inte sparat. Logga in igen i en annan flik, texten finns kvar här.", false);
    } catch {
      say("Inte sparat, ingen kontakt med servern", false);
    }
    wait(area, PAUSE * 6);
  };

  const save = async (area, keepalive = false) => {
    clearTimeout(timers.get(area));
    await running.get(area);
    if (!area.isConnected || !isDirty(area)) return;
    say("Sparar …", true);
    const sending = send(area, keepalive).finally(() => running.delete(area));
    running.set(area, sending);
    await sending;
  };

  const wait = (area, pause) => {
    clearTimeout(timers.get(area));
    timers.set(area, setTimeout(() => save(area), pause));
  };

  // Everything stored? The promise says whether nothing is left that only this page knows.
  const flush = async () => {
    await Promise.all(fields().map((area) => save(area)));
    return !fields().some(isDirty) && !document.querySelector("[data-mine]");
  };

  document.addEventListener("input", (event) => event.target.matches("textarea[data-save]") && wait(event.target, PAUSE));
  document.addEventListener("focusout", (event) => event.target.matches("textarea[data-save]") && save(event.target));
  window.addEventListener("pagehide", () => fields().filter(isDirty).forEach((area) => save(area, true)));
  window.addEventListener("beforeunload", (event) => { if (fields().some(isDirty)) event.preventDefault(); });

  return { fields, isDirty, flush, newId };
})();
