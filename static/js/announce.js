// What htmx puts in the page with data-announce="words" is said once in the page's one live region.
document.addEventListener("htmx:load", (event) => {
  const news = event.target.closest("[data-announce]") || event.target.querySelector("[data-announce]");
  if (!news) return;
  document.getElementById("status").textContent = news.dataset.announce;
  delete news.dataset.announce;
});
