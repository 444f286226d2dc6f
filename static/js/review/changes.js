// Nästa ändring: leads from where the reader is to the next place that was changed, and round again.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-next-change]");
  if (!button) return;
  event.preventDefault();
  const places = button.dataset.nextChange.trim().split(/\s+/).map((id) => document.getElementById(id)).filter(Boolean);
  const last = places.indexOf(document.querySelector("[data-change-shown]"));
  const next = places[(last + 1) % places.length];
  if (!next) return;
  places[last]?.removeAttribute("data-change-shown");
  next.setAttribute("data-change-shown", "");
  next.scrollIntoView({ block: "center" });
  next.setAttribute("tabindex", "-1");
  next.focus({ preventScroll: true });
});
