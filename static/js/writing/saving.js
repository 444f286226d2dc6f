// Whether all is saved, in the bar. What is not saved outweighs what is.
const saving = (() => {
  const NO_CONTACT = "Inte sparat, ingen kontakt med servern";
  const SIGNED_OUT = "Inte sparat, du är utloggad";
  const problems = new Map(); // by row (its ref), in the order they came
  let isFull = false;
  let last = "";
  let slow = 0;

  const show = (words, isSaved) => {
    const status = document.getElementById("sparat");
    if (!status || status.textContent.trim() === words) return;
    status.className = isSaved ? "saved" : "unsaved";
    const mark = document.getElementById(isSaved ? "sparat-mall" : "osparat-mall").content.cloneNode(true);
    mark.querySelector("span").textContent = words;
    status.replaceChildren(mark);
  };

  const paint = () => {
    const worst = [...problems.values()].at(-1);
    if (worst) show(worst, false);
    else if (last) show(last, true);
    const notice = document.getElementById("utan-kontakt");
    if (!notice) return;
    notice.hidden = ![...problems.values()].includes(NO_CONTACT);
    notice.querySelector("[data-kept]").hidden = isFull;
    notice.querySelector("[data-full]").hidden = !isFull;
  };

  // “Sparar …” is said only when it takes its time: a status that flickers is read by nobody.
  const busy = () => {
    clearTimeout(slow);
    slow = setTimeout(() => problems.size || show("Sparar …", true), 600);
  };

  const failed = (key, words = session.isLost ? SIGNED_OUT : NO_CONTACT) => {
    clearTimeout(slow);
    problems.delete(key);
    problems.set(key, words);
    paint();
  };

  const done = (key, at) => {
    clearTimeout(slow);
    problems.delete(key);
    if (at) last = `Sparat ${at}`;
    paint();
  };

  document.addEventListener("store:full", (event) => {
    isFull = event.detail;
    paint();
  });

  // The server's answer to another verb tells when that was stored; what is not saved still is not.
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const status = document.getElementById("sparat");
    if (!status || event.detail.target !== status) return;
    last = "";
    status.className = "saved";
    paint();
  });

  return { busy, failed, done };
})();
