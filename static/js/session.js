// Who is signed in, with which token, and for how long. Whoever signs in again, here or in another tab, gets a new token;
// this page fetches it, so that what is typed here can still be sent. If it is somebody else, this page is no longer hers.
const session = {
  isLost: false,
  isOver: false, // the page may be left without asking
  settle: async () => {}, // stores what a page has typed in it; Skriv has its own

  token: () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "",

  async ask(method = "GET") {
    const headers = { Accept: "application/json", "X-CSRFToken": session.token() };
    const answer = await fetch("/konto/session/", { method, headers, redirect: "manual" });
    if (answer.status === 401) document.dispatchEvent(new Event("session:lost"));
    return answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json") ? answer.json() : null;
  },

  async renew() {
    const told = await session.ask();
    if (!told) return false;
    if (String(told.user) !== document.body.dataset.user) {
      session.isOver = true;
      location.reload();
      return false;
    }
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": told.token }));
    document.querySelectorAll("input[name='csrfmiddlewaretoken']").forEach((field) => { field.value = told.token; });
    session.isLost = false;
    document.dispatchEvent(new CustomEvent("session:renewed", { detail: told }));
    return true;
  },
};

document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (status === 401) document.dispatchEvent(new Event("session:lost"));
  if (status === 403) session.renew().catch(() => {});
});
document.addEventListener("session:lost", () => { session.isLost = true; });
window.addEventListener("focus", () => session.isLost && session.renew().catch(() => {}));
