// The button for the whole screen, where the browser has one. Esc leads back.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-fullscreen]");
  if (!button || !document.fullscreenEnabled) return;
  button.hidden = false;
  button.addEventListener("click", () => document.documentElement.requestFullscreen());
});
