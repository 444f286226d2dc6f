// “Bara för mig” follows the item that is written in, but never before what stands there is stored.
{
  const RETRY = 2000;
  const panel = () => document.getElementById("bara-for-mig");
  const area = () => panel().querySelector("textarea[data-save]");
  let wanted = null;

  const put = (html) => {
    const arrived = new DOMParser().parseFromString(html, "text/html").getElementById("bara-for-mig");
    if (!arrived) return;
    if (area()) keep.release(area().form);
    panel().replaceWith(arrived);
  };

  const follow = async (item) => {
    if (item !== wanted || !panel()) return;
    if (panel().querySelector("[data-mine]") || (area() && !(await autosave.flush([area()])))) return void setTimeout(follow, RETRY, item);
    const answer = await fetch(`${document.querySelector("[data-desk]").dataset.items}${item}/bara-for-mig/`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) return void setTimeout(follow, RETRY, item);
    const html = await answer.text();
    if (item !== wanted) return;
    if (area() && autosave.isUnsaved(area())) return follow(item);
    put(html);
  };

  document.addEventListener("desk:item", (event) => {
    wanted = event.detail.section.id.replace("punkt-", "");
    follow(wanted);
  });
}
