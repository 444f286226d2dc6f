// When the server says no to something htmx sent, the reason is shown as a toast and the page stays as it is.
{
  const say = (words) => {
    // What asks again and again is told the same thing once.
    if ([...document.querySelectorAll(".toast")].some((shown) => shown.textContent === words)) return;
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.dataset.toast = "";
    toast.textContent = words;
    document.getElementById("toasts").append(toast);
    document.dispatchEvent(new Event("toast"));
  };

  document.addEventListener("htmx:responseError", (event) => {
    const { status, responseText } = event.detail.xhr;
    const page = new DOMParser().parseFromString(responseText, "text/html");
    const reason = (status === 401 || status === 409) && page.querySelector("[data-refusal]");
    say(reason ? reason.textContent.trim() : "Något gick fel hos oss. Försök igen om en stund.");
  });
  document.addEventListener("htmx:sendError", () => say("Ingen kontakt med servern. Försök igen om en stund."));
}
