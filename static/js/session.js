// Whoever signs in again in another tab gets a new token there. This page fetches it when it is looked at again, so that
// what is typed here can still be sent.
const session = {
  isLost: false,
  async renew() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.body.getAttribute("hx-headers");
    if (!fresh) return;
    document.body.setAttribute("hx-headers", fresh);
    const token = JSON.parse(fresh)["X-CSRFToken"];
    document.querySelectorAll("input[name='csrfmiddlewaretoken']").forEach((field) => { field.value = token; });
    session.isLost = false;
  },
};

document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  session.isLost ||= status === 401;
  if (status === 403) session.renew().catch(() => {});
});
window.addEventListener("focus", () => session.isLost && session.renew().catch(() => {}));
