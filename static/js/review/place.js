// “Fortsätt läsa från punkt 9”: tells the server, for this reader alone, which item she has come to.
{
  const PAUSE = 2000; // she has stopped scrolling, and reads
  let timer, told;

  const here = (text) => {
    const items = [...text.querySelectorAll(".item[id], tr.item[id]")];
    const passed = items.filter((item) => item.getBoundingClientRect().top < innerHeight / 3);
    const last = passed.at(-1);
    return last?.querySelector(".beside")?.id.replace("vid-", "") ?? last?.id ?? "";
  };

  const tell = (text) => {
    const item = here(text);
    if (document.hidden || item === told) return;
    told = item;
    const body = new URLSearchParams({ text: text.dataset.text, punkt: item });
    const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
    // A place that was not kept is no harm: she is asked again when she scrolls.
    fetch(text.dataset.reading, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": token } }).catch(() => { told = undefined; });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const text = document.querySelector("[data-reading]");
    if (!text) return;
    const wait = () => { clearTimeout(timer); timer = setTimeout(() => tell(text), PAUSE); };
    addEventListener("scroll", wait, { passive: true });
    wait();
  });
}
