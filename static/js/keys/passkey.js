// A form with data-key asks the person's key before it is sent: "get" to sign, "create" to add one.
// What the key is asked stands as JSON in the element that data-asks names.
{
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const asked = (form) => {
    const told = JSON.parse(document.getElementById(form.dataset.asks).textContent);
    const options = told.publicKey ?? told;
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of ["allowCredentials", "excludeCredentials"])
      for (const key of options[list] ?? []) key.id = bytes(key.id);
    return options;
  };

  const told = (credential) => {
    const { id, rawId, type, response } = credential;
    const said = { id, rawId: text(rawId), type, clientExtensionResults: credential.getClientExtensionResults(), response: {} };
    for (const name of ["clientDataJSON", "authenticatorData", "signature", "attestationObject"])
      if (response[name]) said.response[name] = text(response[name]);
    return JSON.stringify(said);
  };

  const ask = async (form) => {
    const silent = form.parentElement.querySelector("[data-no-key]");
    const button = form.querySelector("button");
    silent.hidden = true;
    button.disabled = true;
    try {
      form.elements.credential.value = told(await navigator.credentials[form.dataset.key]({ publicKey: asked(form) }));
      form.submit();
    } catch {
      silent.hidden = false;
      button.disabled = false;
      button.focus();
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-key]");
    if (!form) return;
    event.preventDefault();
    ask(form);
  });
}
