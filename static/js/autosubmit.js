// A form with data-autosubmit sends itself when something in it is chosen. Its button is for those without scripts.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form) form.requestSubmit();
});
