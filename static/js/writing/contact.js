// Everything that carries words goes to the server through here. After a failure all wait together, longer each time, and
// go on at once when the server answers again.
const contact = (() => {
  const FIRST = 1000;
  const LONGEST = 30_000;
  const PATIENCE = 20_000; // a server that says nothing for so long is out of reach
  let pause = FIRST;
  let waiting = null;
  let wake = () => {};

  const again = () => {
    waiting ??= new Promise((resolve) => {
      const timer = setTimeout(() => wake(), pause * (0.8 + Math.random() * 0.4)); // all writers do not come back at once
      pause = Math.min(pause * 2, LONGEST);
      wake = () => {
        clearTimeout(timer);
        waiting = null;
        wake = () => {};
        resolve();
      };
    });
    return waiting;
  };

  const isBack = () => {
    pause = FIRST;
    wake();
  };

  // The answer with its text, or null when there was none. A redirect is never an answer of ours: a sign-in page, a
  // proxy's page and a hotel's network all begin with one.
  const post = async (path, fields, { keepalive = false, headers = {} } = {}) => {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    try {
      const answer = await fetch(path, {
        method: "POST",
        body,
        keepalive,
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
        headers: { "X-CSRFToken": session.token(), ...headers },
      });
      const text = await answer.text();
      if (answer.status === 401) document.dispatchEvent(new Event("session:lost"));
      else if (answer.status === 403) await session.renew();
      return { status: answer.status, headers: answer.headers, text };
    } catch {
      return null;
    }
  };

  window.addEventListener("online", isBack);
  document.addEventListener("session:renewed", isBack);

  return { post, again, isBack, get isDown() { return waiting !== null; } };
})();
