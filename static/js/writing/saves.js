// One save of one row: what was sent, and what the answer proves.
const saves = (() => {
  const parsed = (text) => {
    try { return JSON.parse(text); } catch { return {}; }
  };

  // "stored" only when the answer names this row and this very save; "conflict" and "refused" only when it is our own
  // page that says so; all else, whatever its status, is "later".
  const read = (ref, sent, answer) => {
    const isJson = answer?.headers.get("Content-Type")?.startsWith("application/json");
    const told = isJson ? parsed(answer.text) : {};
    if (answer?.status === 200 && told.ref === ref && told.save_id === sent.save_id) return { outcome: "stored", told };
    if (answer?.status === 422 && told.error) return { outcome: "refused", told };
    if (answer?.status === 409 && answer.text.includes(`id="stycke-${ref}"`)) return { outcome: "conflict", html: answer.text };
    return { outcome: "later" };
  };

  const send = async (ref, path, sent, keepalive = false) => {
    const fields = [["text", sent.text], ["base", sent.base], ["save_id", sent.save_id]];
    const headers = { Accept: "application/json" };
    return read(ref, sent, await contact.post(path, fields, { keepalive, headers }));
  };

  return { send };
})();
