// A toast is read aloud and goes away after eight seconds, but waits while somebody points at it or has focus in it.
{
  const LIFE = 8000;

  const start = (toast) => {
    if (toast.dataset.toast === "started") return;
    toast.dataset.toast = "started";
    let timer;
    const wait = () => clearTimeout(timer);
    const go = () => {
      wait();
      timer = setTimeout(() => toast.remove(), LIFE);
    };
    for (const name of ["mouseenter", "focusin"]) toast.addEventListener(name, wait);
    for (const name of ["mouseleave", "focusout"]) toast.addEventListener(name, go);
    go();
    // Text that was there when the page came is not news to a screen reader; text that arrives is.
    setTimeout(() => { document.getElementById("status").textContent = toast.textContent.trim(); }, 100);
  };

  const startAll = () => document.querySelectorAll("[data-toast]").forEach(start);
  for (const name of ["DOMContentLoaded", "htmx:load", "toast"]) document.addEventListener(name, startAll);
}
