// Words that the server has not confirmed lie in this browser, by user, page and tab: nobody else is ever offered them.
// A key is samverkan|user|page|tab|what|ref.
const store = (() => {
  const ROOT = "samverkan";
  const user = () => document.body.dataset.user ?? "";
  const page = () => document.querySelector("[data-desk]")?.dataset.desk ?? "";

  const newId = () => {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  const tab = newId();
  const keyOf = (what, ref) => [ROOT, user(), page(), tab, what, ref].join("|");

  // A store that is full or forbidden is told once by an event, and once when it works again.
  let isFull = false;
  const told = (full) => {
    if (full !== isFull) document.dispatchEvent(new CustomEvent("store:full", { detail: full }));
    isFull = full;
    return !full;
  };

  const write = (what, ref, value) => {
    try {
      localStorage.setItem(keyOf(what, ref), JSON.stringify(value));
      return told(false);
    } catch {
      return told(true);
    }
  };

  const drop = (key) => {
    try { localStorage.removeItem(key); } catch { /* forbidden: then nothing lies there */ }
  };

  const read = (key) => {
    const [root, whose, where, from, what, ref] = key.split("|");
    if (root !== ROOT || ref === undefined) return null;
    try {
      return { key, user: whose, page: where, tab: from, what, ref, value: JSON.parse(localStorage.getItem(key)) };
    } catch {
      return null;
    }
  };

  // What lies here of this user's on this page.
  const all = () => {
    let keys = [];
    try { keys = Object.keys(localStorage); } catch { /* forbidden */ }
    return keys.map(read).filter((entry) => entry?.value && entry.user === user() && entry.page === page());
  };

  // Each tab holds a lock for as long as it lives. Where browsers have none, every other tab counts as gone: what is sent
  // twice is stored once.
  const lockOf = (name) => `${ROOT}|${name}`;
  navigator.locks?.request(lockOf(tab), () => new Promise(() => {}));
  const whenGone = (name, act) => (navigator.locks ? navigator.locks.request(lockOf(name), act) : act());

  return { newId, tab, write, drop: (what, ref) => drop(keyOf(what, ref)), dropKey: drop, read, all, whenGone };
})();
