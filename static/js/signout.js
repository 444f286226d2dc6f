// Whoever signs out leaves no words behind in the browser (writing/store.js puts them there). Words that are not stored yet
// are stored first; when that does not go, she is asked.
{
  const LEAVING = "samverkan-leaving";
  const user = () => document.body.dataset.user;
  const keysOf = (whose) => Object.keys(localStorage).filter((key) => key.startsWith(`samverkan|${whose}|`));
  const unsaved = () => {
    try { return keysOf(user()); } catch { return []; } // forbidden: nothing lies there
  };
  const leave = (form) => {
    try { localStorage.setItem(LEAVING, user()); } catch { /* as above */ }
    form.dataset.signout = "sure";
    session.isOver = true;
    form.submit();
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-signout]")) return;
    event.preventDefault();
    await session.settle();
    const left = unsaved();
    if (!left.length) return leave(form);
    const dialog = document.getElementById("osparat");
    dialog.querySelector("[data-back]").href = left[0].split("|")[2];
    dialog.querySelector("[data-sure]").onclick = () => leave(form);
    dialog.showModal();
  });

  // The next page tells whether it went: a server out of reach has signed nobody out.
  document.addEventListener("DOMContentLoaded", () => {
    try {
      const left = localStorage.getItem(LEAVING);
      if (left && left !== user()) keysOf(left).forEach((key) => localStorage.removeItem(key));
      localStorage.removeItem(LEAVING);
    } catch { /* as above */ }
  });
}
